"""Says in words a bookkeeper reads why a receipt was read as it was.

Amounts are written with the pence of the situation's currency. What stood in the way is said by `asking_words`.
"""

from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.name_fit import ALMOST, WHOLE
from safe_desktop.domain.matching.numbering import Named
from safe_desktop.domain.matching.readings import Grade, Reading
from safe_desktop.domain.matching.slips import one_slip
from safe_desktop.domain.matching.verdict import Act, Adjustment, Reason, Weighs
from safe_desktop.domain.money import exponent

_NUMBER_GRADES = frozenset(
    (
        Grade.NUMBER,
        Grade.NUMBER_STRANGER,
        Grade.NUMBERS,
        Grade.NUMBERS_CREDIT,
        Grade.NUMBERS_CUT,
        Grade.NUMBERS_SHORT,
        Grade.NUMBER_OTHER,
        Grade.FEE,
        Grade.DISCOUNT,
        Grade.ROUNDED,
        Grade.PART,
        Grade.KEYED,
        Grade.OVER,
    )
)
_MOST_TERMS = 5


class ReasonWords:
    """Writes the reasons of one batch."""

    def __init__(self, table: MatchingTable) -> None:
        self._table = table
        self._names = {payer.key: payer.name for payer in table.situation.payers}
        self._payments = {payment.key: payment for payment in table.situation.payments}
        self._receipts = {receipt.key: receipt for receipt in table.situation.receipts}
        self._places = exponent(table.situation.currency)
        self._whole = 10**self._places

    def money(self, minor: int) -> str:
        """The amount as a bookkeeper writes it: 1,234.50."""
        sign = "−" if minor < 0 else ""
        whole, rest = divmod(abs(minor), self._whole)
        return f"{sign}{whole:,}.{rest:0{self._places}d}" if self._places else f"{sign}{whole:,}"

    def name(self, payer: str) -> str:
        """The customer's name."""
        return self._names.get(payer, "a customer not known here")

    def reasons(self, look: Look, reading: Reading) -> tuple[Reason, ...]:
        """What speaks for and against the reading, the weightiest first."""
        if reading.act is not Act.ALLOCATE:
            return (Reason(self._known(reading)), *self._payer(look, self._payer_of_known(reading)))
        if reading.grade is Grade.XERO_ID:
            return (Reason(f"Xero ties this payment to {reading.shares[0][0].number}"), *self._amount(look, reading))
        if reading.grade is Grade.PAYOUT:
            return (Reason(self._payout(look, reading)),)
        payer = reading.shares[0][0].payer
        return (*self._number(look, reading), *self._payer(look, payer), *self._amount(look, reading))

    def _known(self, reading: Reading) -> str:
        if reading.grade is Grade.SAME_IN_BATCH:
            same = self._receipts[reading.keys[0]]
            return f"Xero already has this money: {self.money(same.minor)} on {same.came_on:%d/%m/%Y}"
        first = self._payments[reading.keys[0]]
        if reading.grade is Grade.COLLECTION:
            total = sum(self._payments[key].minor for key in reading.keys)
            return (
                f"{len(reading.keys)} collections recorded for {first.paid_on:%d/%m/%Y} "
                f"add up to exactly {self.money(total)}"
            )
        what = f"{self.money(first.minor)} from {self.name(first.payer_key)} on {first.paid_on:%d/%m/%Y}"
        return f"Returned unpaid: {what}" if reading.act is Act.REVERSE else f"Already written down: {what}"

    def _payer_of_known(self, reading: Reading) -> str:
        payment = self._payments.get(reading.keys[0])
        if payment is not None:
            return payment.payer_key if len(reading.keys) == 1 else ""
        item = self._table.by_xero_id.get(self._receipts[reading.keys[0]].xero_invoice_id)
        return item.payer if item else ""

    def _payout(self, look: Look, reading: Reading) -> str:
        total = sum(minor for _, minor in reading.shares)
        return (
            f"{len(reading.shares)} collected payments, {self.money(total)} less charges of "
            f"{self.money(reading.fee)}, are exactly {self.money(look.minor)}"
        )

    def _number(self, look: Look, reading: Reading) -> tuple[Reason, ...]:
        where = "in the reference" if look.receipt.reference else "in the text"
        if reading.grade in _NUMBER_GRADES:
            return self._numbers_named(look, reading, where)
        item = reading.shares[0][0]
        if reading.grade is Grade.ORDER:
            return (Reason(self._ordered(look, item, where)),)
        if reading.grade is Grade.TYPO:
            words = [mention.word for mention in look.mentions] + look.loose
            word = next((one for one in words if one_slip(_digits(one), item.digits)), "")
            if not word:
                return (Reason(f"The text was cut off; what is left begins like {item.number}"),)
            return (Reason(f"“{word}” {where} is one slip away from {item.number}"),)
        if reading.grade is Grade.STALE:
            old = look.mentions[0].items[0].number
            return (Reason(f"The number {where}, {old}, is paid already", Weighs.AGAINST),)
        if reading.grade is Grade.REFUND:
            return (Reason(f"Credit note {item.number} has exactly {self.money(-look.minor)} left"),)
        return ()

    def _ordered(self, look: Look, item: Item, where: str) -> str:
        mention = next((one for one in look.mentions if item in one.items), None)
        if mention is not None and mention.how is not Named.ORDER and mention.digits.lstrip("0") in item.digits:
            return f"“{mention.word}” {where} has the digits of {item.number}"
        return f"{item.reference or item.number} {where} is the order number of {item.number}"

    def _numbers_named(self, look: Look, reading: Reading, where: str) -> tuple[Reason, ...]:
        meant = {item.key for mention in look.mentions for item in mention.items}
        named = [item.number for item, _ in reading.shares if item.key in meant]
        added = [item.number for item, _ in reading.shares if item.key not in meant and not item.is_credit]
        found = [Reason(f"Number {named[0]} {where}" if len(named) == 1 else f"Numbers {_listed(named)} {where}")]
        if not named:
            return ()
        if added and reading.grade is Grade.NUMBERS_CUT:
            found.append(Reason(f"The list was cut off; {_listed(added)} completes it"))
        return tuple(found)

    def _payer(self, look: Look, payer: str) -> tuple[Reason, ...]:
        if not payer:
            return ()
        text = look.receipt.payee or look.text.payer
        fit = look.fit_of(payer)
        if fit is None:
            if look.agent_for(payer):
                return (Reason(f"“{text}” has paid for {self.name(payer)} before"),)
            if look.text.anonymous:
                return (Reason("The text names nobody", Weighs.AGAINST),)
            return (Reason(f"“{text}” is not known as a payer for {self.name(payer)}", Weighs.AGAINST),)
        times = max(fit.times, self._table.times.get((look.text.payer, payer), 0))
        known = f"Payer known from {times} earlier payment{'s' if times > 1 else ''}"
        if fit.how == "alias":
            return (Reason(f"“{text}” paid for {self.name(payer)} {_times(times)} before"),)
        if fit.how == "account":
            return (Reason(f"Account number of {self.name(payer)} in the text"),)
        if fit.how == "owner":
            first = f"“{text}” is the name of a contact at {self.name(payer)}"
        elif fit.tier == WHOLE:
            first = f"Payer is {self.name(payer)}"
        elif fit.tier == ALMOST:
            first = f"“{text}” is {self.name(payer)}, cut off or mistyped"
        else:
            first = f"“{text}” may be short for {self.name(payer)}"
        return (Reason(first), Reason(known)) if times else (Reason(first),)

    def _amount(self, look: Look, reading: Reading) -> tuple[Reason, ...]:
        shares = reading.shares
        if reading.adjustment is not Adjustment.NONE or reading.grade in (Grade.ROUNDED, Grade.PART, Grade.KEYED):
            return (self._off(look, reading),)
        if reading.grade is Grade.DISCOUNT:
            return (self._off(look, reading),)
        if len(shares) > 1:
            return (Reason(f"{self._sum(reading)} is exactly {self.money(look.minor)}"),)
        if reading.grade is Grade.REFUND:
            return ()
        if shares[0][0].is_credit or shares[0][0].open != abs(look.minor):
            return (Reason(f"Amount equal to what is left, {self.money(look.minor)}"),)
        if reading.grade is Grade.NAME_EQUAL:
            return (Reason(f"The oldest of several with the same {self.money(look.minor)}"),)
        return (Reason(f"Amount equal to the penny, {self.money(look.minor)}"),)

    def _sum(self, reading: Reading) -> str:
        if len(reading.shares) > _MOST_TERMS:
            return f"The sum of {len(reading.shares)} documents"
        terms = [self.money(minor) for _, minor in reading.shares]
        return terms[0] + "".join(f" − {one[1:]}" if one.startswith("−") else f" + {one}" for one in terms[1:])

    def _off(self, look: Look, reading: Reading) -> Reason:
        """How the amount differs from what is open."""
        if reading.credit:
            more = f"{self.money(reading.credit)} more than is open, which stays on account"
            return Reason(more[0].upper() + more[1:], Weighs.AGAINST)
        if reading.fee:
            return Reason(f"{self.money(reading.fee)} short: the bank’s charge", Weighs.AGAINST)
        before = sum(item.open if look.reading is reading else item.left for item, _ in reading.shares)
        short = max(before - look.minor, 0)
        if reading.grade is Grade.DISCOUNT or reading.adjustment is Adjustment.DISCOUNT:
            return Reason(f"{self.money(short)} short, as with a discount for early payment", Weighs.AGAINST)
        return Reason(f"Part of the {self.money(before)} open; {self.money(short)} stays open", Weighs.AGAINST)


def _digits(word: str) -> str:
    return "".join(one for one in word if one.isdigit())


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _times(times: int) -> str:
    return "once" if times == 1 else f"{max(times, 1)} times"
