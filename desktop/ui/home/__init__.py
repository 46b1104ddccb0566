"""The home window: one card a pair."""
