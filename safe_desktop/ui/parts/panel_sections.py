"""The parts that the panels of customers, documents and payments share: standing, differences, Xero, history.

Knows what those cards have in common; the panels know the rest.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.store.activity_records import Note
from safe_desktop.store.link_records import Link
from safe_desktop.ui.look import formats, home_words
from safe_desktop.ui.parts.panel_parts import Figures, figure_rows, link, notice, pairs, section
from safe_desktop.ui.parts.xero_link import address_in_xero
from safe_desktop.ui.shell.page import Context, Place

MOST_NOTES = 8
_QUIET = (Standing.IN_XERO, Standing.READY)
_MENDED_IN_SETTINGS = ("No sales account", "No Xero VAT code", "has no Xero account", "switched off in Settings")
_ICONS = {
    Standing.FAILED: ("circle-alert", "red"),
    Standing.CONFLICT: ("git-compare-arrows", "red"),
    Standing.TO_REVIEW: ("triangle-alert", "amber"),
    Standing.CHANGED_IN_XERO: ("git-compare-arrows", "amber"),
    Standing.HELD: ("clock", "amber"),
    Standing.DO_NOT_SEND: ("ban", "muted"),
}


def reason_notice(context: Context, standing: Standing, reason: str) -> list[QWidget]:
    """Why the record stands where it stands, if there is more to say than its word, and where that is mended."""
    if not reason or standing in _QUIET:
        return []
    icon, ink = _ICONS.get(standing, ("info", "muted"))
    said: list[QWidget] = [notice(home_words.told(reason), icon, ink)]
    if any(words in reason for words in _MENDED_IN_SETTINGS):
        said.append(link("Choose it in Settings", lambda: context.navigate(Place("settings")), "settings"))
    return said


def difference_notices(context: Context, mismatches: Sequence[Mismatch]) -> list[QWidget]:
    """What differs from Xero and waits on the Desk."""
    if not mismatches:
        return []
    words = [
        notice(f"{found.kind.heading}: {home_words.told(found.reason)}", "git-compare-arrows", "red")
        for found in mismatches[:3]
    ]
    return [*words, link("Settle it on the Desk", lambda: context.navigate(Place("desk")), "arrow-right")]


def xero_section(context: Context, kind: RecordKind, tie: Link | None) -> list[QWidget]:
    """Which record of Xero's this one is tied to, with the way there."""
    if tie is None:
        return []
    state = context.workplace.connection()
    rows = pairs([("Organisation", state.organisation or formats.NOTHING), ("Its id there", tie.xero_id)])
    address = "" if state.is_practice else address_in_xero(state.short_code, kind, tie.xero_id)
    way = (
        link("Open in Xero", partial(_open, address), "external-link")
        if address
        else link("Copy the id", partial(_copy, tie.xero_id), "copy")
    )
    return [section("In Xero", rows, way)]


def history_section(context: Context, notes: Sequence[Note]) -> list[QWidget]:
    """What was done to the record, the newest first."""
    if not notes:
        return []
    today = context.workplace.clock.today()
    rows = []
    for note in notes[:MOST_NOTES]:
        when = formats.when(note.at, today) if note.at else ""
        action = note.action[:1].upper() + note.action[1:]
        detail = note.detail if not note.detail.startswith(("{", "[")) else ""  # what was sent, as it was sent
        rows.append(Figures(action, detail or note.actor, when, ink="muted", wraps=True))
    side = f"newest {MOST_NOTES} of {formats.number(len(notes))}" if len(notes) > MOST_NOTES else ""
    return [section("History", figure_rows(rows), side=side)]


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
