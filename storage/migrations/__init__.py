"""How the tables came to be what they are, step by step; `storage.migrate` runs them."""
