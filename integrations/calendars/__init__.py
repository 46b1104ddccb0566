"""The language of calendars and the sources that speak it."""
