"""The Map panel: values over two axes, such as spectra over time, and cuts through them."""
