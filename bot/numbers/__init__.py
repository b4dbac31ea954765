"""How well questions are answered and tickets worked on, week by week and topic by topic."""
