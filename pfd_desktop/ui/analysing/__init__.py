"""What the panels that show analyses share: their controls, and when they ask for what.

A panel adds the plot that draws its shape of figure. Start at presenter.py.
"""
