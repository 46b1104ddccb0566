"""The closing wizard."""
