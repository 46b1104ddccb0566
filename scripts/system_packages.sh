#!/usr/bin/env bash
# Installs the system packages that are missing, with apt, where that needs no question.
#
#   system_packages.sh libraries PYTHON LIST   only if a library that Qt loads is really missing
#   system_packages.sh packages LIST ...       every package of the lists that is not installed
#   system_packages.sh install PACKAGE ...     these packages
#
# A list names one package a line; `#` begins a comment. Where apt cannot be used, the packages are
# named in one line and the caller decides: `libraries` and `install` fail, `packages` goes on, since
# tests say themselves what they could not find.
set -euo pipefail

names_in() {
    sed -e 's/#.*//' "$@" | tr -s '[:space:]' '\n' | sed '/^$/d' | sort -u
}

missing_of() {
    local name
    for name in "$@"; do
        # An alternative such as "libglib2.0-0 | libglib2.0-0t64" does not occur: Debian's
        # transitional packages provide the old names.
        [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] \
            || printf '%s\n' "$name"
    done
}

has_apt() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

can_install() {
    has_apt && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }
}

install_now() {
    echo "Installing with apt: $*"
    local log
    log=$(mktemp)
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        return
    fi
    # A new machine has no package lists yet, or old ones.
    if as_root apt-get update -q >"$log" 2>&1 </dev/null \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        return
    fi
    tail -n 15 "$log" >&2
    rm -f "$log"
    echo "apt could not install: $*" >&2
    return 1
}

how_to() {
    if has_apt; then
        echo "Missing system packages; install them with: sudo apt install $*" >&2
    else
        echo "Missing on this system; its package manager has them under these or like names (Debian's): $*" >&2
    fi
}

libraries_complete() {
    local python=$1 plugins needs
    [ "$(uname -s)" = Linux ] || return 0
    command -v ldd >/dev/null 2>&1 || return 0
    plugins=$("$python" -c 'import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms")')
    # The message of Qt itself names the wrong library when several are missing, so ask the linker.
    # Read to the end before looking: a grep that stops early would end ldd, and pipefail would call that "complete".
    needs=$(ldd "$plugins/libqxcb.so" "$plugins/libqoffscreen.so" "$plugins/../../lib/libQt6Widgets.so.6" 2>/dev/null || true)
    [[ $needs != *"not found"* ]]
}

mode=$1
shift
case $mode in
libraries)
    python=$1
    list=$2
    # One check for each installation of Qt is enough.
    stamp=$(dirname "$(dirname "$python")")/.libraries-stamp
    [ -e "$stamp" ] && [ "$stamp" -nt "$list" ] && exit 0
    if ! libraries_complete "$python"; then
        mapfile -t names < <(names_in "$list")
        if can_install; then
            install_now "${names[@]}"
        else
            how_to "${names[@]}"
            exit 1
        fi
    fi
    touch "$stamp"
    ;;
packages)
    [ "$(uname -s)" = Linux ] || exit 0
    lists=()
    for list in "$@"; do
        [ -e "$list" ] && lists+=("$list")
    done
    mapfile -t names < <(names_in "${lists[@]}")
    if has_apt; then
        mapfile -t names < <(missing_of "${names[@]}")
        [ "${#names[@]}" -gt 0 ] || exit 0
        if can_install; then
            install_now "${names[@]}"
        else
            how_to "${names[@]}"
        fi
    else
        echo "No apt here. Some tests need what Debian calls: ${names[*]}"
    fi
    ;;
install)
    if can_install; then
        install_now "$@"
    else
        how_to "$@"
        exit 1
    fi
    ;;
*)
    echo "unknown mode: $mode" >&2
    exit 2
    ;;
esac
