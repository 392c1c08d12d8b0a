"""A Telegram of one's own: the Bot API, the residents who use it, and the page and driver that move them."""
