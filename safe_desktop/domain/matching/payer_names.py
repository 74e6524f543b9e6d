"""Tells which customers a payer's text may mean: names cut, shortened, mistyped or run together, owners, accounts.

Also knows the names under which customers paid before (aliases); one that paid for two customers is an agent, and
says nothing about whom it pays for now. Knows no document and no amount.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from safe_desktop.domain.matching.bank_vocabulary import AGENTS, TITLES
from safe_desktop.domain.matching.name_fit import ALMOST, SHORT, WEAK, WHOLE, Name, name_fit, name_words
from safe_desktop.domain.matching.receipt_text import fold, is_plain, words_of
from safe_desktop.domain.matching.situation import Payer

_HEAD = 7


@dataclass(slots=True)
class Fit:
    """A customer whom a text may mean, how well it fits, and in what way."""

    payer: str
    tier: int
    how: str
    times: int = 0


@dataclass(slots=True)
class Payers:
    """What a text says about the payer: the customers who fit best first, and those an agent paid for before.

    `kin` are the customers who share the surname, where the payer is a person: it may as well be one of them.
    """

    fits: list[Fit] = field(default_factory=list)
    agent_for: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    is_person: bool = False
    tiers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.tiers = {fit.payer: fit.tier for fit in self.fits}

    @property
    def best(self) -> int:
        """How well the text fits whomever it fits best; 0 for nobody."""
        return self.fits[0].tier if self.fits else 0

    def tier_of(self, payer: str) -> int:
        """How well the text fits this customer; 0 where it does not."""
        return self.tiers.get(payer, 0)


class PayerNames:
    """All names of a book's customers, to be found in the texts of receipts."""

    def __init__(self, payers: Iterable[Payer]) -> None:
        self._heads: dict[str, list[Name]] = {}
        self._by_squash: dict[str, Name] = {}
        self._owners: dict[str, list[tuple[str, str]]] = {}
        self._accounts: dict[str, str] = {}
        self._by_word: dict[str, list[str]] = {}
        self._by_first: dict[str, list[str]] = {}
        self._first_names: set[str] = set()
        self._sorted_surnames: list[str] | None = None
        self._known: dict[tuple[str, bool], Payers] = {}
        self.first_words: dict[str, str] = {}
        for payer in payers:
            words = name_words(fold(payer.name))
            if words:
                self._add(Name(words, "".join(words), {payer.key: 0}))
                for word in {*words, fold(payer.last_name)}:
                    if len(word) > 2:
                        self._by_word.setdefault(word, []).append(payer.key)
                self.first_words[payer.key] = next((word for word in words if len(word) > 2), words[0])
                self._by_first.setdefault(words[0][:8], []).append(payer.key)
                if len(words[0]) == 1 and len(words) > 2:
                    self._owners.setdefault(words[1], []).append((words[0], payer.key))
            if payer.last_name:
                self._first_names.add(fold(payer.first_name))
                self._owners.setdefault(fold(payer.last_name), []).append((fold(payer.first_name), payer.key))
            if payer.account_number:
                self._accounts["".join(words_of(fold(payer.account_number)))] = payer.key

    def learn(self, text: str, payer: str) -> None:
        """Remembers that money with this payer's text was for the customer; forgets nothing learnt before."""
        words = name_words(text)
        squash = "".join(words)
        if len(squash) < 4:
            return
        name = self._by_squash.get("~" + squash)
        if name is None:
            name = Name(words, squash, {}, is_alias=True)
            self._add(name)
        name.payers[payer] = name.payers.get(payer, 0) + 1
        self._known.clear()

    def _add(self, name: Name) -> None:
        key = ("~" if name.is_alias else "") + name.squash
        same = self._by_squash.get(key)
        if same is not None:
            same.payers.update(name.payers)
            return
        self._by_squash[key] = name
        for head in (*_heads(name.squash), *_beginnings(name.squash), *_initials(name.words)):
            self._heads.setdefault(head, []).append(name)

    def account(self, word: str) -> str | None:
        """The customer with this account number."""
        return self._accounts.get(word)

    def payers(self, text: str, may_be_cut: bool) -> Payers:
        """Whom the folded text of a payer may mean."""
        key = (text, may_be_cut)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._look_up(text, may_be_cut)
        return known

    def _look_up(self, text: str, may_be_cut: bool) -> Payers:
        words = name_words(text, may_be_cut)
        squash = "".join(words)
        if not squash:
            return Payers()
        found: dict[str, Fit] = {}
        agents: dict[str, None] = {}
        seen: set[int] = set()
        self._compare((squash[:_HEAD], f"{squash}…", *_initials(words)), words, squash, may_be_cut, found, agents, seen)
        if all(fit.tier < ALMOST for fit in found.values()) and not agents:
            # Only where nobody is called so may the text have a slip in its first letters.
            self._compare(_heads(squash), words, squash, may_be_cut, found, agents, seen)
        is_person, kin = self._add_people(found, words, may_be_cut)
        fits = sorted(found.values(), key=lambda fit: (-fit.tier, fit.payer))
        if fits and fits[0].tier == WHOLE:
            fits = [fit for fit in fits if fit.tier >= SHORT]
        return (
            Payers(fits, tuple(agents), kin, is_person)
            if not fits or fits[0].how != "name"
            else Payers(fits, tuple(agents))
        )

    def _compare(
        self,
        heads: Iterable[str],
        words: list[str],
        squash: str,
        may_be_cut: bool,
        found: dict[str, Fit],
        agents: dict[str, None],
        seen: set[int],
    ) -> None:
        """Keeps the customers and agents whose names are under these heads and fit the text."""
        for head in heads:
            for name in self._heads.get(head, ()):
                if id(name) in seen:
                    continue
                seen.add(id(name))
                tier = name_fit(words, squash, name, may_be_cut)
                if (
                    tier > WEAK
                    and name.is_alias
                    and (len(name.payers) > 1 or not AGENTS.isdisjoint((*words, *name.words)))
                ):
                    agents.update(dict.fromkeys(name.payers))
                elif tier:
                    _keep(found, name, tier)

    def _add_people(self, found: dict[str, Fit], words: list[str], may_be_cut: bool) -> tuple[bool, tuple[str, ...]]:
        """Adds the customers whose owner the payer may be; answers whether it is a person, and all of its surname."""
        bare = [word for word in words if word not in TITLES]
        titled = len(bare) < len(words)
        if len(bare) != 2:
            return titled, ()
        kin: list[str] = []
        owners = False
        is_person = titled
        for last, first in ((bare[1], bare[0]), (bare[0], bare[1])):
            if len(last) < 3 or not (titled or len(first) == 1 or first in self._first_names):
                continue
            is_person = True
            for name in self._surnames_like(last, may_be_cut and last == bare[1]):
                kin.extend(self._by_word.get(name, ()))
                for first_name, payer in self._owners.get(name, ()):
                    if first_name[:1] == first[:1] and (len(first) == 1 or first_name in (first, first[0])):
                        owners = True
                        tier = SHORT if first_name == first else WEAK
                        if payer not in found or found[payer].tier < tier:
                            found[payer] = Fit(payer, tier, "owner")
        if not owners:
            for payer in kin:
                if payer not in found and self.first_words[payer] in bare:
                    found[payer] = Fit(payer, WEAK, "surname")
        return is_person, tuple(kin)

    def _surnames_like(self, last: str, may_be_cut: bool) -> list[str]:
        if not may_be_cut or len(last) < 4:
            return [last]
        if self._sorted_surnames is None:
            self._sorted_surnames = sorted(self._owners)
        at = bisect_left(self._sorted_surnames, last)
        found = []
        while at < len(self._sorted_surnames) and self._sorted_surnames[at].startswith(last):
            found.append(self._sorted_surnames[at])
            at += 1
        return found or [last]

    def hinted(self, words: Iterable[str]) -> set[str]:
        """The customers whose name begins with one of these words, as people write it behind their own name."""
        found: set[str] = set()
        for word in words:
            if word.isalpha() and not is_plain(word):
                found.update(self._by_first.get(word[:8], ()))
        return found


def _keep(found: dict[str, Fit], name: Name, tier: int) -> None:
    for payer, times in name.payers.items():
        before = found.get(payer)
        if before is None or before.tier < tier:
            found[payer] = Fit(payer, tier, "alias" if name.is_alias else "name", times)


def _heads(squash: str) -> set[str]:
    """The first letters, and the same with each one left out: words with one slip share one of these."""
    head = squash[:_HEAD]
    return {head, *[head[:at] + head[at + 1 :] for at in range(len(head))]}


def _beginnings(squash: str) -> Iterator[str]:
    """The beginnings under which a name is found by a text that is shorter than a head."""
    return (f"{squash[:size]}…" for size in range(4, min(_HEAD, len(squash))))


def _initials(words: list[str]) -> tuple[str, ...]:
    """The first word and how the second begins: BEGUM BLDG is found beside Begum Building."""
    return (f"{words[0]} {words[1][0]}",) if len(words) > 1 and len(words[0]) < _HEAD else ()
