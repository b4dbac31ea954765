"""From a question to an outcome: understand → search → decide → compose → ground."""
