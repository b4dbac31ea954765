"""Errors planted into sentences about manuals, and right ones: which are objected to."""
