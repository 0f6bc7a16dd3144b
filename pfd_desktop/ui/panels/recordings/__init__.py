"""The Recordings panel."""
