"""Cards and accounts, in cases of selling them."""
