"""The query language: text to a typed tree with positions, and what there is to ask for.

Read subjects.py for what can be searched, then parsing.py. No SQL: the store turns trees into it.
"""
