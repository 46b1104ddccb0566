"""The domain. Pure: no Qt, no disk, no network, no wall clock."""
