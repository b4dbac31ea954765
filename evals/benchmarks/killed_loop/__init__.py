"""The loop from a question to a published change, worked by people on a server that is killed."""
