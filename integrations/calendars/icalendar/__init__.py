"""iCalendar text (RFC 5545) to the model and back."""
