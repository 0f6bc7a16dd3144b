"""Reports as self-contained HTML, drawn without a screen; start at evidence.py."""
