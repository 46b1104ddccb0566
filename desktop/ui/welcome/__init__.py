"""First contact: an empty store, a file to read, who are you."""
