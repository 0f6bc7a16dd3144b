"""How severe a vibration is: overall values, tables of zones with their sources, the verdict.

A zone is refused, with the reason, where unit, group, support or speed are unknown.
The records are in core/records/severity.py, the shipped tables in resources/severity.toml.
"""
