"""Finds the fonts and icons that ship with the program. Knows the two places they may lie in, nothing else."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent.parent
_PLACES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")
"""Inside an installed wheel the folder is part of the package; in a checkout it is its neighbour."""


def resource(*parts: str) -> Path:
    """The path of a file that ships with the program; FileNotFoundError names it when the installation is broken."""
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"The program's file “{'/'.join(parts)}” is missing: install SAFE Desktop again.")
