"""The keys of the desk: each deed with its key and its words, as buttons, menu and the list of all keys show them."""

from dataclasses import dataclass

ACCEPT, NEXT, BEFORE, SKIP, LATER, FIND = "accept", "next", "before", "skip", "later", "find"
SPLIT, ON_ACCOUNT, WRITE_OFF, SET_ASIDE, RULE = "split", "on_account", "write_off", "set_aside", "rule"
UNDO, HISTORY, ALL_CERTAIN, RULES, MATCH, IMPORT = "undo", "history", "all_certain", "rules", "match", "import"
ORDER, OPEN, KEYS, SIGHT, FILTER = "order", "open", "keys", "sight", "filter"


@dataclass(frozen=True, slots=True)
class DeskKey:
    """One deed: the keys that do it (the first is shown), and what it is called."""

    deed: str
    keys: tuple[str, ...]
    words: str
    shown: str = ""

    @property
    def label(self) -> str:
        return self.shown or self.keys[0]


KEYS_OF_CASES = (
    DeskKey(ACCEPT, ("Return",), "Accept and move on", "Enter"),
    DeskKey(NEXT, ("J", "Down"), "Go to the next", "↓ or J"),
    DeskKey(BEFORE, ("K", "Up"), "Go to the one before", "↑ or K"),
    DeskKey(SKIP, ("X",), "Skip it for now"),
    DeskKey(FIND, ("/", "Ctrl+F"), "Find what the money is for", "/"),
    DeskKey(SPLIT, ("S",), "Split it over several documents"),
    DeskKey(ON_ACCOUNT, ("A",), "Put it on account of a customer"),
    DeskKey(WRITE_OFF, ("W",), "Write off the difference"),
    DeskKey(LATER, ("L",), "Ask later, or the client, with a note"),
    DeskKey(SET_ASIDE, ("D",), "Set aside: not a customer’s money"),
    DeskKey(OPEN, ("O",), "Open the record"),
    DeskKey(UNDO, ("Ctrl+Z",), "Undo the last decision"),
    DeskKey(HISTORY, ("H",), "Show all decisions, and undo any"),
    DeskKey(ALL_CERTAIN, ("Ctrl+Shift+Return",), "Accept all that are certain", "Ctrl+Shift+Enter"),
    DeskKey(MATCH, ("M",), "Match everything again"),
    DeskKey(RULE, ("R",), "Make a rule from this"),
    DeskKey(RULES, ("Shift+R",), "Show all rules", "Shift+R"),
    DeskKey(IMPORT, ("I",), "Import a bank statement"),
    DeskKey(FILTER, ("F",), "Go to the next filter"),
    DeskKey(ORDER, ("Y",), "Sort by certainty, date, amount, name"),
    DeskKey(SIGHT, ("T",), "One by one, or the table"),
    DeskKey(KEYS, ("?",), "Show all keys"),
)
"""What the keys do while cases are settled one by one; 1 to 9 choose."""

MORE_FOR_RECEIPT = (SPLIT, ON_ACCOUNT, WRITE_OFF, SET_ASIDE, "", RULE, RULES, MATCH, "", UNDO, HISTORY, ALL_CERTAIN)
MORE_FOR_MISMATCH = (OPEN, "", UNDO, HISTORY, ALL_CERTAIN)
"""The menu of a case; an empty name is a line."""

_BY_DEED = {one.deed: one for one in KEYS_OF_CASES}


def key_of(deed: str) -> str:
    """The key of a deed as it is shown."""
    return _BY_DEED[deed].label


def words_of(deed: str) -> str:
    """What a deed is called."""
    return _BY_DEED[deed].words


def keys_of(deed: str) -> tuple[str, ...]:
    """All keys that do it."""
    return _BY_DEED[deed].keys
