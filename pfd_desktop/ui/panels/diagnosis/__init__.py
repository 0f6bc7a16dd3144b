"""The Diagnosis panel."""
