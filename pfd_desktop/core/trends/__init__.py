"""Trends of a measuring point: baselines, limits and alarms."""
