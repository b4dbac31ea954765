"""How follow-ups are understood: what they carry, what they must not, when they are asked back."""
