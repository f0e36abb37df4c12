"""The only door to Babel: one catalogue a language, by message id; dates, lists and plurals as the language has them."""
