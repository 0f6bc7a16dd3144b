"""Palette, icons, fonts, style sheet: one token table."""
