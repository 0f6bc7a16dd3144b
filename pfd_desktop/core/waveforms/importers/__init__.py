"""Readers of foreign files, one module per format, and the table that lists them.

Only children import these: a damaged file may crash a reader. Read table.py first.
"""
