"""Whether what is worked out from quoted rules is right, and nothing is where nothing must be."""
