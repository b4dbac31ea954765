"""Publishing without end in processes that are killed, and what must be true after each kill."""
