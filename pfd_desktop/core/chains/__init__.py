"""Processing that leaves the recording as it is: steps in an order, one table of their kinds.

Start at step.py; the kinds are in table.py.
"""
