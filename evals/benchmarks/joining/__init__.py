"""How surely questions that ask for the same are told from near misses."""
