"""Commands that measure what the tests do not: speed, fidelity and endurance, on real input."""
