"""The Orbit panel: the path of a shaft seen by two probes at a right angle."""
