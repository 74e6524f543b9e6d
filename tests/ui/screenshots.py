"""A program that draws every page as a picture for a person to look at: light and dark, two sizes, full and empty.

python tests/ui/screenshots.py --out FOLDER [--page NAME] [--theme light|dark] [--size 1280x800]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from safe_desktop.engine.workplace import opened
from safe_desktop.ui.appearance import ThemeChoice
from safe_desktop.ui.application import Program, make_application
from safe_desktop.ui.page import Place
from safe_desktop.ui.page_list import PAGES
from tests.ui.lively_book import BUSY, EMPTY, lively

SIZES = ("1280x800", "1920x1080")


def settle(app: QApplication, milliseconds: int = 60) -> None:
    """Let the window read, lay out and paint."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    app.processEvents()


@contextmanager
def program_with_books(app: QApplication, folder: Path) -> Iterator[Program]:
    """The real program over a busy book and an empty one."""
    with lively(folder) as found:
        program = Program(app, found.home, lambda name: opened(found.home, name, environ=found.environ), BUSY)
        program.begin()
        settle(app, 200)
        try:
            yield program
        finally:
            program.quit()


def take(app: QApplication, program: Program, options: argparse.Namespace) -> None:
    """Draw what was asked for."""
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    names = [page.name for page in PAGES if options.page in ("", page.name)]
    for kind, book in (("full", BUSY), ("empty", EMPTY)):
        program.switch_book(book)
        if program.session is not None:
            # A sync by itself would change the pictures half-way.
            program.session.heartbeat.stop()
        for theme in ThemeChoice.LIGHT, ThemeChoice.DARK:
            if options.theme and theme.value.lower() != options.theme:
                continue
            program.appearance.choose(theme)
            for size in SIZES if not options.size else (options.size,):
                program.window.resize(*(int(part) for part in size.split("x")))
                for name in names:
                    program.window.navigate(Place(name))
                    settle(app, 250)
                    path = out / f"{name}-{kind}-{theme.value.lower()}-{size}.png"
                    program.window.grab().save(str(path))
                    print(path)


def main() -> int:
    """Draw and leave."""
    parser = argparse.ArgumentParser(description="Draws every page as a picture.")
    parser.add_argument("--out", required=True)
    parser.add_argument("--page", default="")
    parser.add_argument("--theme", default="", choices=("", "light", "dark"))
    parser.add_argument("--size", default="")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application(["screenshots"])
    with tempfile.TemporaryDirectory() as folder, program_with_books(app, Path(folder)) as program:
        take(app, program, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
