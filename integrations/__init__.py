"""The outside world: calendars, keyrings, notifications, clocks. Never imports `desktop`."""
