"""Calendar accounts on screen: connecting one, what is read of it, and how it stands."""
