"""Whom a rule applies to: the asker's row, what is asked back, and what is left open."""
