"""How votes are counted: pure functions on values, a file for each method.

Why these rules: docs/decisions/0016-how-votes-are-counted.md.
"""
