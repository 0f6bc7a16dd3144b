"""The dialog in which the user says what his files do not."""
