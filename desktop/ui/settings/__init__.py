"""The settings' page: a control for each declaration, applied at once."""
