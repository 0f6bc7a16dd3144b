"""Datasets: what a version freezes, its hash, its parts, what it covers, how two differ."""
