"""What is publicly documented about known sets of recordings, one module per set."""
