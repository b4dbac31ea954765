"""The text of an answer and its citations."""
