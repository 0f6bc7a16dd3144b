"""What the user sees.

Read main_window.py, then one panel.
"""
