"""``python -m copbot`` is ``copbot``."""

import sys

from copbot.cli import main

if __name__ == "__main__":
    sys.exit(main())
