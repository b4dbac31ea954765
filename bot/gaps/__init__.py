"""Where the manuals leave questions open: unanswered questions by need, what matters most first."""
