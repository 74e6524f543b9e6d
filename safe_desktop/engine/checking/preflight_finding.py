"""One finding of the check before a sync."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `is_blocking` where records would not be sent for it; `remedy` is empty where all
    is well or nothing can be done."""

    subject: str
    is_blocking: bool
    words: str
    remedy: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to do about it."""
        return not self.is_blocking and not self.remedy
