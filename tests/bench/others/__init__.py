"""Other bots, to measure beside copbot: each as its authors give it, in an environment of its own."""
