"""Icons, letters, samples and texts."""
