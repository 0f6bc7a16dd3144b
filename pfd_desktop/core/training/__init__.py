"""The loop, checkpoints, resume."""
