"""Names that are written differently and may well be one customer: “A & B Ltd” and “A and B Limited”. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_SAME_WORDS = {"limited": "ltd", "and": "&", "company": "co", "incorporated": "inc"}
_WORDS = re.compile(r"[^\W_]+|&")
_LEAST = 3
"""Letters that a name must have before it can be told from another at all."""


def loose_key(name: str) -> str:
    """What names that sound alike share: no case, no accents, no punctuation, the usual abbreviations, no “the”."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    words = [_SAME_WORDS.get(word, word) for word in _WORDS.findall(bare.casefold())]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def alike(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The groups of two or more names that are alike, each in the order of the alphabet."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        key = loose_key(name)
        if len(key) >= _LEAST:
            groups[key].add(name)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)
