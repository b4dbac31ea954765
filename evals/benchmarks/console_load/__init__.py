"""The console with very many tickets, looked at alone and by a crowd."""
