"""Mentorships: what Graduand knows, does and shows."""
