"""Servers on this machine that speak real protocols, and misbehave as they are told."""
