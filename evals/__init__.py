"""Asks the engine what employees ask, scores what it says, and compares with before."""
