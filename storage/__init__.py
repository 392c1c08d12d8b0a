"""Rows: tables, named queries and the one way to save."""

from storage import columns as columns  # it names the constraints, and must do so before the first table is made
