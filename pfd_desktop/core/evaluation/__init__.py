"""Splits, leak audit, metrics, intervals."""
