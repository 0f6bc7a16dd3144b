"""The Severity panel: the zone of a recording's vibration, or why there is none."""
