"""Frozen dataclasses: what the store returns, services hand out and views show."""
