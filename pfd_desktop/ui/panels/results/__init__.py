"""The Results panel."""
