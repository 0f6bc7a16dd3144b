"""Qt table and tree models over records."""
