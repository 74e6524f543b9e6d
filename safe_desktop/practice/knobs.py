"""The switches of the practice Xero: where nobody has proved how Xero behaves, both ways can be had.

Each knob names its checklist point, its positions and a strict default. Knows no rule itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Position = str | int | bool


@dataclass(frozen=True)
class Knob:
    """One switch: its positions (empty for a number) and what each means."""

    name: str
    point: int
    default: Position
    positions: tuple[Position, ...]
    about: str


KNOBS = {
    knob.name: knob
    for knob in (
        Knob("connection_limit", 12, 5, (), "organisations one uncertified app may be connected to"),
        Knob("uncertified_apps_limit", 12, 2, (), "uncertified apps that one organisation may have"),
        Knob("other_uncertified_apps", 12, 0, (), "uncertified apps of others already connected to each organisation"),
        Knob("disconnected_status", 13, 403, (403, 401), "answer once the user has disconnected the app in Xero"),
        Knob("limit_window", 19, "fixed", ("fixed", "rolling"), "how the minute and day limits are counted"),
        Knob("without_accept", 20, "xml", ("xml", "refuse"), "answer when JSON was not asked for"),
        Knob("updated_string", 25, True, (True, False), "UpdatedDateUTCString, sent since July 2026"),
        Knob(
            "modified_since", 32, "exclusive", ("exclusive", "inclusive"), "If-Modified-Since and the second it names"
        ),
        Knob("modified_future", 32, "empty", ("empty", "304"), "answer to an If-Modified-Since in the future"),
        Knob("account_code_bumps", 32, False, (False, True), "a changed line account moves UpdatedDateUTC"),
        Knob("high_volume_rows", 33, 100_000, (), "rows an answer or an unoptimised filter may touch"),
        Knob("summarised_errors", 36, "commit", ("commit", "reject"), "the valid ones beside a failure, summarised"),
        Knob("same_key_in_flight", 38, "refuse", ("refuse", "block", "error"), "a second call while the first runs"),
        Knob("largest_request", 39, 3_500_000, (), "bytes a request may have"),
        Knob("deleted_number", 51, "blocked", ("blocked", "free"), "the number of a deleted draft"),
        Knob("total_tolerance_cents", 55, 10, (), "how far given totals may be from the sum of the lines"),
        Knob("tax_tolerance_cents", 55, 100, (), "how far a given TaxAmount may be from the computed one, per line"),
        Knob("user_is_adviser", 60, False, (False, True), "the signed-in user is an adviser and passes the first lock"),
        Knob("reconciled_delete", 68, "refuse", ("refuse", "allow"), "deleting a reconciled payment"),
        Knob("payments_list_deleted", 69, True, (True, False), "lists of payments include deleted ones"),
        Knob("batch_child_reconciled", 71, False, (False, True), "children of a reconciled batch say so"),
        Knob("allocation_bumps", 73, True, (True, False), "an allocation moves UpdatedDateUTC of both documents"),
        Knob("latency_ms", 81, 0, (), "milliseconds each call takes, varied by the seed"),
        Knob("organisation_offline", 23, "", (), "name of an organisation that is offline"),
        Knob("maintenance", 23, False, (False, True), "the whole of Xero is down for maintenance"),
    )
}


def checked(name: str, value: object) -> Position:
    """The value as a position of that knob; ValueError with a sentence when it is none."""
    knob = KNOBS.get(name)
    if knob is None:
        raise ValueError(f"There is no knob {name!r}. There are: {', '.join(sorted(KNOBS))}.")
    if not isinstance(value, (str, int, bool)) or isinstance(value, bool) is not isinstance(knob.default, bool):
        raise ValueError(f"Knob {name!r} takes {type(knob.default).__name__}, not {value!r}.")
    if isinstance(knob.default, int) and not isinstance(value, int):
        raise ValueError(f"Knob {name!r} takes a whole number, not {value!r}.")
    if knob.positions and value not in knob.positions:
        raise ValueError(f"Knob {name!r} has the positions {list(knob.positions)}, not {value!r}.")
    return value


class Knobs:
    """The positions of all knobs right now."""

    def __init__(self, turned: Mapping[str, Position] | None = None) -> None:
        self.turned: dict[str, Position] = dict(turned or {})

    def turn(self, name: str, value: object) -> None:
        """Puts a knob into a position."""
        self.turned[name] = checked(name, value)

    def reset(self) -> None:
        """Puts every knob back to its strict default."""
        self.turned.clear()

    def on(self, name: str) -> bool:
        """Whether a yes-or-no knob is on."""
        return bool(self.turned.get(name, KNOBS[name].default))

    def text(self, name: str) -> str:
        """The position of a knob of words."""
        return str(self.turned.get(name, KNOBS[name].default))

    def number(self, name: str) -> int:
        """The position of a knob of numbers."""
        return int(self.turned.get(name, KNOBS[name].default))

    def all(self) -> dict[str, Position]:
        """Every knob's position by its name."""
        return {name: self.turned.get(name, knob.default) for name, knob in KNOBS.items()}
