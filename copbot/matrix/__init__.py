"""The only door to Matrix, and the only one to nio: what comes in becomes facts, what goes out was a row of the outbox."""
