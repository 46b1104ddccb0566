"""Notifications: `Notifier` shows them by whatever this system has, and `Inbox` holds them all."""

from integrations.notifications.in_app import Entry, Inbox
from integrations.notifications.notifier import Notifier, makers
from integrations.notifications.port import Closed, Events, Missing, Notification, Urgency

__all__ = ["Closed", "Entry", "Events", "Inbox", "Missing", "Notification", "Notifier", "Urgency", "makers"]
