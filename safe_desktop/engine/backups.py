"""Copies of a book: one a day while it is in use, the newest fourteen kept, each checked before it counts."""

from datetime import date
from pathlib import Path

from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_suffix import SUFFIX

KEPT = 14
_FOLDER = "backups"


def back_up_today(workplace: Workplace) -> Path | None:
    """Today's copy, made if there is none yet; None if there was one. Older copies than the newest fourteen go."""
    target = _target(workplace, workplace.clock.today())
    if target.exists():
        return None
    _write(workplace, target)
    for old in _daily_copies(workplace)[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def back_up_to(workplace: Workplace, target: Path) -> Path:
    """A copy where the person wants it; InputError where something is in its place."""
    if target.exists():
        raise InputError(f"{target} exists already.", "Nothing was written.", "Choose another name.")
    _write(workplace, target)
    return target


def _write(workplace: Workplace, target: Path) -> None:
    # Under another name until it is whole and checked: half a copy must never be taken for one.
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        workplace.book.back_up(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _target(workplace: Workplace, day: date) -> Path:
    return workplace.home.books / _FOLDER / f"{workplace.book.name} {day.isoformat()}{SUFFIX}"


def _daily_copies(workplace: Workplace) -> list[Path]:
    """The daily copies of this book, oldest first."""
    name, folder = workplace.book.name, workplace.home.books / _FOLDER
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if path.stem[:-11] == name and path.stem[-11] == " ")
