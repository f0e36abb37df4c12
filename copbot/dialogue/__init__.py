"""What a command is, what it may know, and how it answers. Commands are built of this; the engine runs them."""
