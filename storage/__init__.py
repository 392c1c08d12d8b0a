"""Rows: tables, named queries and the one way to save."""
