"""The one value that says how the book stands towards Xero; side bar, tray and pages render it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from safe_desktop.ui.look.theme import Tone


class Phase(StrEnum):
    """What the program is doing or waiting for."""

    NOT_CONNECTED = "Not connected"
    UP_TO_DATE = "Up to date"
    TO_SEND = "Connected"
    WORKING = "Syncing"
    NEEDS_YOU = "Needs you"
    OFFLINE = "Offline"
    BUSY = "Waiting for Xero"
    PAUSED = "Paused"
    CONNECT_AGAIN = "Connect again"


TONES = {
    Phase.NOT_CONNECTED: Tone.GREY,
    Phase.UP_TO_DATE: Tone.GREEN,
    Phase.TO_SEND: Tone.BLUE,
    Phase.WORKING: Tone.BLUE,
    Phase.NEEDS_YOU: Tone.AMBER,
    Phase.OFFLINE: Tone.GREY,
    Phase.BUSY: Tone.AMBER,
    Phase.PAUSED: Tone.GREY,
    Phase.CONNECT_AGAIN: Tone.RED,
}


@dataclass(frozen=True, slots=True)
class SyncState:
    """Phase, words, and the figures that go with them."""

    phase: Phase = Phase.NOT_CONNECTED
    words: str = ""
    last_good: datetime | None = None
    organisation: str = ""
    is_practice: bool = False
    to_send: int = 0
    waiting: int = 0
    calls_left: int | None = None
    day_limit: int | None = None
    paused_until: datetime | None = None
    reserve: int = 0
    """The share of the day's calls, in per cent, that syncs by themselves leave to people."""
    compare: str = ""
    """Why both lists are to be compared before anything is sent; empty if they need not be."""

    @property
    def tone(self) -> Tone:
        """The colour of the phase."""
        return TONES[self.phase]

    @property
    def can_sync(self) -> bool:
        """Whether Sync now may be pressed."""
        return self.phase not in (Phase.NOT_CONNECTED, Phase.WORKING, Phase.CONNECT_AGAIN)

    @property
    def calls_used(self) -> int:
        """The calls of today, of all programs that speak with this organisation under our name."""
        return max(0, (self.day_limit or 0) - (self.calls_left or 0)) if self.calls_left is not None else 0

    @property
    def is_sparing(self) -> bool:
        """Whether so few calls are left today that syncs by themselves make none."""
        if self.calls_left is None or not self.day_limit or not self.reserve:
            return False
        return self.calls_left * 100 <= self.day_limit * self.reserve
