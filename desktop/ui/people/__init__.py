"""Everybody at once: who helps with what, and the next touch."""
