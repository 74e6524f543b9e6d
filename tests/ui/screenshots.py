"""A program that draws every page as a picture for a person to look at: light and dark, two sizes, at home and abroad,
full and empty.

python tests/ui/screenshots.py --out FOLDER [--page NAME | --scene NAME] [--theme light|dark] [--size 1280x800]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import product
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from safe_desktop.engine.books import new_book
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import Workplace, opened
from safe_desktop.ui.application import Program, make_application
from safe_desktop.ui.look.appearance import ThemeChoice
from safe_desktop.ui.shell.page import Place
from safe_desktop.ui.shell.page_list import PAGES, SIDE_PAGES
from tests.practice.practice_process import PracticeProcess
from tests.ui.book_abroad import ABROAD, fill_abroad
from tests.ui.fresh_connection import FRESH, fill_fresh
from tests.ui.lively_book import BUSY, EMPTY, lively
from tests.ui.picture_scenes import BUSY_SCENES, FRESH_SCENES, Scene, put_away, window_to_draw

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
    with lively(folder) as found, PracticeProcess.start(folder / "xero in use") as other:
        fresh = {**found.environ, **other.environment()}
        for name, fill in ((FRESH, fill_fresh), (ABROAD, fill_abroad)):
            new_book(found.home, name, SystemClock())
            with opened(found.home, name, environ=fresh) as workplace:
                fill(workplace, other)

        def open_book(name: str) -> AbstractContextManager[Workplace]:
            return opened(found.home, name, environ=fresh if name in (FRESH, ABROAD) else found.environ)

        program = Program(app, found.home, open_book, BUSY)
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
    pages = [_page_scene(page.name) for page in (*PAGES, *SIDE_PAGES) if options.page in ("", page.name)]
    kinds: tuple[tuple[str, str, Sequence[Scene]], ...] = (
        ("full", BUSY, (*pages, *BUSY_SCENES)),
        ("empty", EMPTY, pages),
        ("fresh", FRESH, FRESH_SCENES),
        ("abroad", ABROAD, pages),
    )
    for kind, book, scenes in kinds:
        chosen = [one for one in scenes if _is_asked(one, one in pages, options)]
        if not chosen:
            continue
        program.switch_book(book)
        settle(app, 900)
        if program.session is not None:
            # A sync by itself would change the pictures half-way.
            program.session.heartbeat.stop()
        for theme, size in product((ThemeChoice.LIGHT, ThemeChoice.DARK), (options.size,) if options.size else SIZES):
            if options.theme and theme.value.lower() != options.theme:
                continue
            program.appearance.choose(theme)
            program.window.resize(*(int(part) for part in size.split("x")))
            for scene in chosen:
                path = out / f"{scene.name}-{kind}-{theme.value.lower()}-{size}.png"
                draw(app, program, scene, path)
                print(path)


def draw(app: QApplication, program: Program, scene: Scene, path: Path) -> None:
    """One picture: the window, with the dialog over it where there is one."""
    scene.set_up(program)
    settle(app, scene.wait)
    picture = program.window.grab()
    front = window_to_draw(program)
    if front is not program.window:
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
        place = program.window.rect().center() - front.rect().center()
        painter.drawPixmap(place, front.grab())
        painter.end()
    picture.save(str(path))
    put_away()


def _page_scene(name: str) -> Scene:
    return Scene(name, lambda program: program.window.navigate(Place(name)), 250)


def _is_asked(scene: Scene, is_page: bool, options: argparse.Namespace) -> bool:
    if options.scene:
        return not is_page and options.scene in ("all", scene.name)
    return is_page or not options.page


def main() -> int:
    """Draw and leave."""
    parser = argparse.ArgumentParser(description="Draws every page as a picture.")
    parser.add_argument("--out", required=True)
    parser.add_argument("--page", default="")
    parser.add_argument("--scene", default="", help="a scene by name, or all of them")
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
