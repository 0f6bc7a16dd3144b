"""The Evaluation panel."""
