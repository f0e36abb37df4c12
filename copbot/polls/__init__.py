"""Polls: what may happen to one, ballots, and the methods of counting them, each a file of its own."""
