"""Numbers ready to draw, without colours or Qt."""
