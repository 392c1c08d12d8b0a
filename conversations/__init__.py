"""What a person can do in chat: one file, one dialogue."""
