"""The Machines panel."""
