"""The Experiments panel."""
