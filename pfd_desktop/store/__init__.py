"""The only room that knows SQL: a project folder, its database and its blobs.

Read engine.py first.
"""
