"""Watching over a running copbot: what is well, what is late and why, told to operators and never with words of people."""
