"""What is about this computer: the look of the program, where the book's file is, and its copies."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout

from safe_desktop.engine.backups import back_up_to
from safe_desktop.store.book_suffix import SUFFIX
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.appearance import ThemeChoice
from safe_desktop.ui.parts.controls import Button, Label, line
from safe_desktop.ui.parts.settings_card import SettingsCard
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane


class AppearanceCard(SettingsCard):
    """Auto, Light or Dark, put on at once."""

    def __init__(self, context: Context) -> None:
        super().__init__("Appearance", "Auto follows the desktop’s own light or dark.")
        self._context = context
        self._group = QButtonGroup(self)
        self.buttons: dict[ThemeChoice, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for choice in ThemeChoice:
            button = Button(choice.value)
            button.setCheckable(True)
            self._group.addButton(button)
            self.buttons[choice] = button
            row.addWidget(button)
        row.addStretch()
        self.form.addLayout(row)
        self._group.buttonClicked.connect(self._on_group_button_clicked)

    def reload(self) -> None:
        """Show which one is on."""
        self.buttons[self._context.appearance.choice].setChecked(True)

    @Slot()
    def _on_group_button_clicked(self, button: object) -> None:
        for choice, own in self.buttons.items():
            if own is button:
                self._context.appearance.choose(choice)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What looking through the activity record found: the first broken entry, or None."""

    broken_at: int | None


class DataCard(SettingsCard):
    """The book's file, a copy of it on request, and the proof that its activity record is unbroken."""

    def __init__(self, context: Context, strip: UndoStrip) -> None:
        super().__init__("The book and its copies", "Everything of this book is in one file on this computer.")
        self._context = context
        self._strip = strip
        self.path = Label("", wraps=True)
        self.path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copies = Label("", ink="muted", wraps=True)
        self.back_up = Button("Copy the book…", "download", pressed=self._ask_where)
        self.check = Button("Check the activity record", "shield-check", pressed=self._check)
        self.form.addWidget(self.path)
        self.form.addLayout(
            _row(
                Button("Open its folder", "folder-open", pressed=self._open_folder),
                Button("Copy the path", "copy", pressed=self._copy_path),
            )
        )
        self.form.addWidget(line())
        self.form.addWidget(self.copies)
        self.form.addLayout(_row(self.back_up, self.check))

    def reload(self) -> None:
        """Show where things are."""
        path = self._context.workplace.book.path
        self.path.setText(str(path))
        folder = path.parent / "backups"
        found = sorted(folder.glob(f"{path.stem} *{SUFFIX}")) if folder.is_dir() else []
        newest = f" The newest is {found[-1].name}." if found else ""
        self.copies.setText(
            f"A copy is made each day before the first sync, and the newest fourteen are kept: "
            f"{formats.count(len(found), 'copy', 'copies')} in {folder}.{newest} The activity record is a chain in "
            "which every entry seals the one before it."
        )

    def _open_folder(self) -> None:
        folder = self._context.workplace.book.path.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._strip.say(f"No file manager could be opened. The folder is {folder}")

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self._context.workplace.book.path))
        self._strip.say("The path is on the clipboard")

    def _ask_where(self) -> None:
        workplace = self._context.workplace
        name = f"{workplace.book.name} {workplace.clock.today():%Y-%m-%d}{SUFFIX}"
        dialog = QFileDialog(self.window(), "Copy the book", str(Path.home() / name), f"Books (*{SUFFIX})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # The engine refuses a name that is taken, in words of its own.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self.copy_to)
        dialog.open()

    @Slot(str)
    def copy_to(self, name: str) -> None:
        """Write a copy under this name, in the background."""
        workplace = self._context.workplace
        self._context.work.later(
            Lane.DISK,
            lambda _control: back_up_to(workplace, Path(name)),
            label="Copying the book",
            done=self._on_copied,
        )

    def _on_copied(self, path: Path) -> None:
        self._strip.say(f"Copied and checked: {path}")
        self.reload()

    def _check(self) -> None:
        workplace = self._context.workplace
        self._context.work.later(
            Lane.DISK,
            lambda _control: _Checked(workplace.book.activity.verify()),
            label="Checking the activity record",
            done=self._on_checked,
        )

    def _on_checked(self, checked: _Checked) -> None:
        if checked.broken_at is None:
            self._strip.say("The activity record is unbroken from its first entry to its last")
        else:
            self._strip.say(f"The activity record was changed from outside: entry {checked.broken_at:,} does not fit")


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row
