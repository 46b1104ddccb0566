"""Which windows stand on a private desktop, asked of the display itself."""

from __future__ import annotations

import os
import re
import subprocess

from tests.desktop.session import Desktop

_LINE = re.compile(r'0x[0-9a-f]+ "(?P<title>[^"]*)": \("graduand" ')


def windows(desktop: Desktop) -> list[str]:
    """The titles of Graduand's windows that are larger than an icon."""
    shown = subprocess.run(
        ["xwininfo", "-root", "-tree"],
        env={"PATH": os.environ["PATH"], **desktop.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return [match["title"] for match in _LINE.finditer(shown.stdout)]
