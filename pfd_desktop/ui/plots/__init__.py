"""pyqtgraph views of core/figures."""
