"""The rules a person wrote for money that comes again and again, in their order. Applies none of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase, Row
from safe_desktop.store.exact_numbers import fits

_COLUMNS = "id, position, name, contains, least_minor, most_minor, customer_id, method_id, act, is_on"


class RuleAct(StrEnum):
    """What a rule does with the money. The value is stored; `words` are on the screen."""

    OLDEST = "oldest"
    ON_ACCOUNT = "on_account"
    SET_ASIDE = "set_aside"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    RuleAct.OLDEST: "Pay the customer’s oldest open invoices",
    RuleAct.ON_ACCOUNT: "Keep on the customer’s account",
    RuleAct.SET_ASIDE: "Set aside: no customer’s money",
}


@dataclass(frozen=True, slots=True)
class MatchingRule:
    """One rule: money whose text contains this and whose amount is within these (whole pence, None for any).

    `id` is 0 until it is kept. A new rule is off until it was tried.
    """

    name: str
    act: RuleAct
    contains: str = ""
    least_minor: int | None = None
    most_minor: int | None = None
    customer_id: int | None = None
    method_id: int | None = None
    is_on: bool = False
    position: int = 0
    id: int = 0


class MatchingRules:
    """The rules of one book. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> list[MatchingRule]:
        """The rules in the order in which they are tried."""
        return [_rule_of(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM matching_rule ORDER BY position")]  # noqa: S608

    def get(self, rule_id: int) -> MatchingRule:
        """The rule; InputError when there is none of this id."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM matching_rule WHERE id = ?", (rule_id,))  # noqa: S608
        if row is None:
            raise InputError(f"There is no rule {rule_id} in this book.", "Nothing was done.")
        return _rule_of(row)

    def add(self, rule: MatchingRule) -> MatchingRule:
        """The rule with its id, tried after all others."""
        last = self._database.value("SELECT max(position) FROM matching_rule")
        cursor = self._database.execute_sql(
            """INSERT INTO matching_rule (position, name, contains, least_minor, most_minor, customer_id, method_id,
            act, is_on, created_at) VALUES (?,?,?,?,?,?,?,?,?,?)""",
            (last + 1, *_values(rule), self._clock.now().isoformat()),
        )
        return replace(rule, id=int(cursor.lastrowid or 0), position=last + 1)

    def change(self, rule: MatchingRule) -> MatchingRule:
        """The rule as it is kept now, in the place it had."""
        kept = self.get(rule.id)
        self._database.change(
            """UPDATE matching_rule SET name = ?, contains = ?, least_minor = ?, most_minor = ?, customer_id = ?,
            method_id = ?, act = ?, is_on = ? WHERE id = ?""",
            (*_values(rule), rule.id),
        )
        return replace(rule, position=kept.position)

    def order(self, ids: Sequence[int]) -> None:
        """The rules are tried in this order from now on."""
        self._database.change_many(
            "UPDATE matching_rule SET position = ? WHERE id = ?", [(place, one) for place, one in enumerate(ids, 1)]
        )

    def remove(self, rule_id: int) -> None:
        """The rule is no more; what it settled stays."""
        self._database.change("DELETE FROM matching_rule WHERE id = ?", (rule_id,))


def _values(rule: MatchingRule) -> tuple[str | int | None, ...]:
    for minor in (rule.least_minor, rule.most_minor):
        if minor is not None:
            fits(minor, "amount of a rule")
    return (
        rule.name,
        rule.contains,
        rule.least_minor,
        rule.most_minor,
        rule.customer_id,
        rule.method_id,
        rule.act.value,
        int(rule.is_on),
    )


def _rule_of(row: Row) -> MatchingRule:
    number, position, name, contains, least, most, customer_id, method_id, act, is_on = row
    return MatchingRule(
        name, RuleAct(act), contains, least, most, customer_id, method_id, bool(is_on), position, number
    )
