"""What can be wrong with a measurement itself: findings, each declared once, and a grade."""
