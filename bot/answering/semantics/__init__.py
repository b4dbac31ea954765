"""What texts speak of: content words, values, figures, people and attributes."""
