"""What a label may say, and labels as CSV text. The records are in core/records/labels.py."""
