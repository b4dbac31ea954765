"""Scripts that fit what search and decision have learned: run ``python -m evals.training.NAME``."""
