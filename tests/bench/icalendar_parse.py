"""The peer in Python: icalendar's full parse of one file. Prints the number of VEVENTs."""

from __future__ import annotations

import sys
from pathlib import Path

import icalendar


def main() -> None:
    calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())
    print(sum(component.name == "VEVENT" for component in calendar.subcomponents))


if __name__ == "__main__":
    main()
