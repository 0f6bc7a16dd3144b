"""Neural networks (torch); imported by children only."""
