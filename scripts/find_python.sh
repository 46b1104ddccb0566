#!/bin/sh
# Prints the first Python of at least 3.11 that is on the PATH; nothing if there is none.
for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
    command -v "$name" >/dev/null 2>&1 || continue
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        printf '%s\n' "$name"
        exit 0
    fi
done
