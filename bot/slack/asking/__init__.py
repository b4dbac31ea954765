"""Questions of employees, answered."""
