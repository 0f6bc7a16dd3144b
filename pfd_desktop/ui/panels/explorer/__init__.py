"""The Explorer panel: a collection of recordings by its features, before anything is trained."""
