"""Tries a change of a manual out on a copy of the knowledge, before it is published."""
