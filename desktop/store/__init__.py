"""What is kept on this machine, in SQLite."""
