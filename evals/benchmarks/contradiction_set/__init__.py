"""Sentences that contradict a rule, and sentences that only look as if they did."""
