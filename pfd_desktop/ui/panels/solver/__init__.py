"""The Joint solver panel: which speed, bearing and slip explain the peaks of a recording."""
