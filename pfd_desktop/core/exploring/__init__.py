"""Looking at a whole collection: what its features say before anything is trained.

Everything here is per recording, never per window: windows of one recording are one observation.
"""
