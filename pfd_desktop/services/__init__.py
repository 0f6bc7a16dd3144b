"""What the user can ask for: one class per noun, no Qt, no SQL.

Read catalog.py first.
"""
