#!/bin/sh
# Install another bot, in an environment of its own, to measure it beside copbot; or say in one sentence why not.
# tools/bench_others.sh PYTHON NAME: prints the environment's folder. What is installed already is kept.
set -eu

python=$1
name=$2
cd "$(dirname "$0")/.."
wanted=requirements/bench-$name.txt
place=.bench/$name
installed=$place/.installed

if ! { [ -f "$installed" ] && cmp -s "$wanted" "$installed"; }; then
    rm -rf "$place"
    mkdir -p .bench
    "$python" -m venv "$place"
    if ! said=$("$place/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$wanted" 2>&1); then
        echo "$said" >&2
        echo "$name is left out: it could not be installed." >&2
        exit 1
    fi
    cp "$wanted" "$installed"
fi
echo "$place"
