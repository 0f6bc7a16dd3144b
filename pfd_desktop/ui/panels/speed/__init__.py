"""The Speed panel: where the shaft's speed is taken from, and what it is over time."""
