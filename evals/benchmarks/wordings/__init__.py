"""What it is worth to know in which words something was asked before, and what it costs."""
