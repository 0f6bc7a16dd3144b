"""The Trend panel: how a measuring point develops, with baseline and limits."""
