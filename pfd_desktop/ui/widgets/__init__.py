"""Small reusable widgets, ignorant of our nouns."""
