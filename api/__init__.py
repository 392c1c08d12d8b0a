"""The web door: webhook, health, metrics, calendars."""
