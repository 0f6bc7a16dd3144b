"""What is true without a screen or a database: numbers, formulas, files of samples.

No Qt, no SQL. Read records/ first.
"""
