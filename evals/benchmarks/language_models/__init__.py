"""What employees are told without a model, with a weak one, and with one that plants errors."""
