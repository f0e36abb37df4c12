"""How copbot comes in: its session, its device, its identity, and what `copbot login` does about them."""
