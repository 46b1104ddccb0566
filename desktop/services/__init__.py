"""Use cases. Free of Qt; each takes its ports in the constructor."""
