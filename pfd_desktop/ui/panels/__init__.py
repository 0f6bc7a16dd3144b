"""One folder per panel: panel.py, view.py, presenter.py."""
