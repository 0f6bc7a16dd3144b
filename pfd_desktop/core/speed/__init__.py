"""The shaft's speed over time: told, from a tacho, or read from the signal."""
