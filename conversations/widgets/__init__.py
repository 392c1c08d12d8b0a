"""Small pieces that any dialogue's questions are made of: rows of buttons, and reading what was answered to them."""
