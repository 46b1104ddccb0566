#!/usr/bin/env bash
# Makes the virtual environment: make_venv.sh PYTHON FOLDER
#
# Debian ships Python without ensurepip; python3-venv brings it. It is installed where that can be
# done without a question, and asked for in one line where it cannot.
set -euo pipefail

python=$1
folder=$2

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$(dirname "$0")/system_packages.sh" install "python${version}-venv"
fi
rm -rf "$folder"
"$python" -m venv "$folder"
