"""One file a command: its names, what it reads, and a pure `run`. The registry finds them."""
