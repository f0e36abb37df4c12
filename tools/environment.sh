#!/bin/sh
# Make .venv with the newest Python that copbot was tested with, or say in one sentence what is missing.
# An environment that is there and good enough is kept, so that nobody's own choice is undone.
set -eu

enough='import sys; sys.exit(sys.version_info < (3, 11))'

if [ -x .venv/bin/python ] && .venv/bin/python -c "$enough" 2>/dev/null; then
    exit 0
fi

for name in python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$enough" >/dev/null 2>&1; then
        chosen=$name
        break
    fi
done
if [ -z "${chosen:-}" ]; then
    echo "copbot needs Python 3.11 or newer, and none was found; install it (for instance: sudo apt install python3 python3-venv) and run make again." >&2
    exit 1
fi
if ! "$chosen" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$("$chosen" --version) is here but its venv module is not; install it (for instance: sudo apt install python3-venv) and run make again." >&2
    exit 1
fi
echo "Making .venv with $("$chosen" --version) …"
rm -rf .venv
exec "$chosen" -m venv .venv
