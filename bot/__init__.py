"""The Telegram door: the application, worker, courier, clock and menu."""
