"""Keeps Python 3.11 alive under PySide6 6.12, which takes one reference to `True` with every `emit()`.

`emit` hands out `True` without counting it, so after some hundred signals the interpreter ends with
"deallocating True or False". From Python 3.12 on `True` cannot be deallocated (PEP 683); for 3.11 its
count is raised here as far as 3.12 would have it. Seen with 6.12.0; harmless where it is mended.
"""

from __future__ import annotations

import sys

_IMMORTAL_SINCE = (3, 12)
_AMPLE = 1 << 40
_A_FEW = 16


def keep_true() -> bool:
    """Raise the count of `True` once; whether it was needed. Does nothing on an interpreter that it does not know."""
    if sys.version_info >= _IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return False
    import ctypes  # noqa: PLC0415 - only where it is needed

    count = ctypes.c_ssize_t.from_address(id(True))
    if abs(count.value - sys.getrefcount(True)) > _A_FEW or count.value >= _AMPLE:
        return False
    count.value += _AMPLE
    return True
