#!/bin/sh
# Install the encrypted client that is not ours and judges copbot in tests, or say in one sentence why not.
# Nothing else needs it: without it those tests are skipped. What is installed already is kept.
set -eu

cd "$(dirname "$0")/../tests/peer"
wanted=package-lock.json
installed=node_modules/.installed

if [ -f "$installed" ] && cmp -s "$wanted" "$installed"; then
    exit 0
fi

skip() {
    echo "Tests with an independent encrypted client will be skipped: $1" >&2
    exit 1
}

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ||
    skip "Node.js 20 or newer with npm was not found; install it (for instance: sudo apt install nodejs npm) and run make again."
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' ||
    skip "Node.js $(node --version) is here but 20 or newer is needed; install that and run make again."
echo "Installing an independent encrypted client for tests …"
if ! said=$(npm ci --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000 2>&1); then
    echo "$said" >&2
    skip "npm could not install it; make tries again the next time."
fi
cp "$wanted" "$installed"
