"""Everything that can go wrong and that a person can do something about.

An error here carries words for a person: what happened, to which record, what was done, what can be done now.
Whatever is not one of these is a bug and gets the crash report. `Cancelled` is neither.
"""

from datetime import datetime


class SafeError(Exception):
    """A known problem, told in three sentences: `title`, `detail`, `remedy`."""

    def __init__(self, title: str, detail: str = "", remedy: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.detail, self.remedy) if part)


class InputError(SafeError):
    """What was typed, picked or given on the command line cannot be used."""


class NotConnected(SafeError):
    """There is no sign-in for this book, or it has ended: a person must connect again."""


class OfflineError(SafeError):
    """No byte reached Xero (or no answer came to a question that changes nothing); it is safe to try again."""


class XeroBusyError(SafeError):
    """A limit of Xero's is reached; `retry_at` says when it may be asked again (aware UTC)."""

    def __init__(self, title: str, detail: str = "", remedy: str = "", retry_at: datetime | None = None) -> None:
        super().__init__(title, detail, remedy)
        self.retry_at = retry_at


class XeroRefused(SafeError):
    """Xero understood and said no; `messages` are its own words."""

    def __init__(self, title: str, detail: str = "", remedy: str = "", messages: tuple[str, ...] = ()) -> None:
        super().__init__(title, detail, remedy)
        self.messages = messages


class OutcomeUnknown(SafeError):
    """A write left us and no trustworthy answer came back: it may or may not have been done."""


class VaultError(SafeError):
    """The place for secrets is locked, absent or refuses the key."""


class StoreError(SafeError):
    """The book cannot be read or written: disk full, locked, damaged, or from a newer version."""


class AnotherRunError(SafeError):
    """Another copy of the program is doing the same to the same book just now."""


class Cancelled(Exception):
    """The person stopped the work; what was committed before stays."""
