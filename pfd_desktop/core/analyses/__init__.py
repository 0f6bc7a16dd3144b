"""Everything that can be computed of a waveform to be looked at: one table, a row per analysis.

A row says what can be set, what it needs, and which function gives its figure. Panels, the command
``pfd`` and copied Python read the same table. Formulas live in ``core/dsp``; start at analysis.py.
"""
