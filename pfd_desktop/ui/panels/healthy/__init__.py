"""The Healthy only panel."""
