"""Synthetic recordings in full: the older benchmark's signals, and a rig as physics has it.

**Nothing made here is a measurement.**
"""
