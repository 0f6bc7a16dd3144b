"""How work runs; knows nothing of what it runs."""
