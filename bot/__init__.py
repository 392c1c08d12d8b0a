"""The Telegram door: the application, lanes, courier, clock and menu."""
