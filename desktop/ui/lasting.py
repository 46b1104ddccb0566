"""Keeps Python 3.11 alive under PySide6 6.12, which takes references of `None` and `True` that it never gave.

Its wheels are compiled as if these objects could not die: `emit()` hands out `True`, and every call
that finds nothing (`findChild`, `parent`, `takeAt`) hands out `None`, without counting it. After some
hundred signals the interpreter ends with "deallocating True or False". From Python 3.12 on they are
immortal (PEP 683); for 3.11 their counts are raised here as far as 3.12 would have them. Seen with
6.12.0; harmless where it is mended.
"""

from __future__ import annotations

import sys

_IMMORTAL_SINCE = (3, 12)
_AMPLE = 1 << 40
_A_FEW = 64


def keep_singletons() -> bool:
    """Raise the counts once; whether it was needed. Does nothing on an interpreter that it does not know."""
    if sys.version_info >= _IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return False
    import ctypes  # noqa: PLC0415 - only where it is needed

    raised = False
    for one in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(one))
        if count.value < _AMPLE and abs(count.value - sys.getrefcount(one)) < _A_FEW:
            count.value += _AMPLE
            raised = True
    return raised
