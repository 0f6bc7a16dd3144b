"""Known answers as rows: what was measured beside what must come out; the manual prints them."""
