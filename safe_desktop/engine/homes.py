"""Where the program keeps its files: one folder, private to the person. Knows names of folders, opens nothing."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.errors import InputError
from safe_desktop.store.book_suffix import SUFFIX

DEFAULT_BOOK = "My business"
_BOOK_NAME = re.compile(r"[\w][\w .,&'()+-]{0,79}")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one person's books, secrets, logs and preferences."""

    folder: Path
    is_practice: bool = False

    @property
    def books(self) -> Path:
        return self.folder / "books"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def preferences(self) -> Path:
        return self.folder / "preferences.json"

    def book_path(self, name: str) -> Path:
        """The file of the book of this name; InputError where the name cannot be a file's name everywhere."""
        if not _BOOK_NAME.fullmatch(name) or name.endswith((" ", ".")):
            raise InputError(
                f"“{name[:80]}” cannot be the name of a book.",
                "Nothing was made.",
                "Use letters, digits and spaces, 80 at most, and begin with a letter or digit.",
            )
        return self.books / f"{name}{SUFFIX}"

    def prepare(self) -> None:
        """Make the folders, readable by nobody else. InputError where that cannot be done."""
        try:
            for folder in (self.folder, self.books, self.secrets, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if os.name == "posix":
                    folder.chmod(0o700)
        except OSError as problem:
            raise InputError(
                f"The folder {self.folder} cannot be used.",
                f"{problem.strerror}. Nothing was changed.",
                "Choose another folder with --home or SAFE_HOME.",
            ) from problem


def home_folder(given: str | None, environ: Mapping[str, str]) -> Path:
    """The folder that was asked for, or the one this system has for such data."""
    chosen = given or environ.get("SAFE_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    from platformdirs import user_data_path  # noqa: PLC0415 - 17 ms that a start with --home does not need

    return user_data_path("SAFE Desktop", appauthor=False)


def chosen_home(given: str | None, environ: Mapping[str, str], practice: bool) -> Home:
    """The home for this start. Practice books lie apart, so that they are never taken for real ones."""
    folder = home_folder(given, environ)
    return Home(folder / "practice", is_practice=True) if practice else Home(folder)
