"""PFD Desktop: fault diagnosis of rotating machines from vibration."""

__version__ = "0.1.0"
