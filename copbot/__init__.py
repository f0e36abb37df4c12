"""A Matrix bot that facilitates a Community of Practice: its rituals, and what its members promise each other."""
