"""Samples: their file format on disk, the importers of foreign formats, synthetic ones."""
