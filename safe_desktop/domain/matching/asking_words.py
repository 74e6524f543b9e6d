"""Says in a sentence why a receipt is asked about, and what would have settled it by itself."""

from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.readings import Grade, Hindrance, Reading
from safe_desktop.domain.matching.reason_words import ReasonWords

_ALONE = "an amount alone never decides"


def not_automatic(look: Look, best: Reading | None, words: ReasonWords) -> str:
    """What stood in the way, in one sentence."""
    return f"Not automatic: {_hindrance(look, best, words) or _lack(look, best, words)}."


_HINDRANCES = {
    Hindrance.SEVERAL_PAYERS: "{payers} may have paid, and owe the same {amount}",
    Hindrance.NUMBER_UNEXPLAINED: "{odd} in the text is not explained by this",
    Hindrance.PAID_TWICE: "{named} was paid by another receipt; this may be a second payment",
    Hindrance.OTHER_CUSTOMER: "{named} is an invoice of {owner}, but the payer seems to be {payers}",
    Hindrance.OTHER_WORDS: "the words behind the payer point to another customer",
    Hindrance.AGENT: "“{payer}” pays for several customers",
    Hindrance.SEVERAL_SETS: "several sets of invoices add up to {amount}",
    Hindrance.CUT_OFF: "the text was cut off before a number, and several invoices are open with {amount}",
    Hindrance.GONE: "Xero ties it to an invoice that is not known here",
    Hindrance.PAYOUT: "no set of collected payments less charges comes to {amount}",
}


def _hindrance(look: Look, best: Reading | None, words: ReasonWords) -> str:
    sentence = _HINDRANCES.get(look.in_the_way, "")
    return sentence and sentence.format(
        payers=_payers(look, words),
        amount=words.money(look.minor),
        odd=_odd_number(look),
        named=_named(look),
        owner=words.name(best.shares[0][0].payer if best and best.shares else ""),
        payer=look.receipt.payee or look.text.payer,
    )


def _lack(look: Look, best: Reading | None, words: ReasonWords) -> str:
    """What is missing, where nothing stands in the way."""
    amount = words.money(look.minor)
    if best is None:
        return f"nothing open fits {amount}"
    if best.grade in (Grade.AMOUNT, Grade.DEPOSIT):
        who = "the text names nobody" if look.text.anonymous else "the payer is not known"
        return f"{who}, and {_ALONE}"
    if best.grade is Grade.NUMBERS_SHORT:
        return f"the documents named come to more than {amount}, and which of them is short is not said"
    if best.grade is Grade.NUMBER_OTHER and best.tier:
        return _not_its_amount(look, best, amount)
    if best.grade is Grade.NUMBER_OTHER:
        return f"{_named(look)} is in the text, but neither payer nor amount fits it"
    if best.grade in (Grade.GUESS_PART, Grade.GUESS_OVER):
        return f"no number is named, and nothing open is exactly {amount}"
    return "no number is named, and more than one reading fits"


def _not_its_amount(look: Look, best: Reading, amount: str) -> str:
    """Where the payer fits the number: what else is named and settled already, perhaps with this very money."""
    item = best.shares[0][0]
    named = (other for mention in look.mentions for other in mention.items)
    paid = next((other.number for other in named if other.payer == item.payer and other.left <= 0), "")
    if paid:
        return f"{paid} is in the text too and is paid already, perhaps with this very money"
    return f"{item.number} is in the text, but {amount} is not what is open of it"


def would_be_automatic(look: Look) -> str:
    """What would have settled it, in one sentence."""
    if look.minor < 0:
        return "It would be automatic with the number of the credit note in the reference."
    match look.in_the_way:
        case Hindrance.PAID_TWICE:
            return "It would be automatic if the invoice it is for were named."
        case Hindrance.OTHER_CUSTOMER:
            return "It would be automatic if this payer were known to pay for that customer."
        case Hindrance.NUMBER_UNEXPLAINED:
            return "It would be automatic without that number, or with a rule for this payer."
        case Hindrance.GONE:
            return "It would be automatic once that invoice is read from Xero."
        case Hindrance.PAYOUT:
            return "It would be automatic if every payment collected were written down here."
    if look.text.anonymous:
        return "It would be automatic with an invoice number in the text."
    if look.mentions:
        return "It would be automatic with the numbers of what it pays in full, or with a rule for this payer."
    return "It would be automatic with an invoice number in the reference, or with a rule for this payer."


def below_threshold(confidence: float, threshold: float) -> str:
    """Why a reading without a rival is asked about all the same."""
    return f"Not automatic: such readings are right in {confidence:.2%} of cases, and {threshold:.2%} is asked for."


def nothing(look: Look, words: ReasonWords) -> str:
    """Why there is nothing to match."""
    if look.in_the_way is Hindrance.GONE:
        return "Xero ties it to an invoice that is not known here, and nothing else fits."
    if look.minor < 0:
        return "Money out that no credit note or returned payment here explains."
    if look.text.is_business_matter:
        return "The payer is no customer."
    if look.mentions:
        return f"{_named(look)} is in the text, but neither the payer nor {words.money(look.minor)} fits it."
    return f"Nobody known here seems to have paid these {words.money(look.minor)}, and no open invoice is named."


def _payers(look: Look, words: ReasonWords) -> str:
    names = list(dict.fromkeys(words.name(fit.payer) for fit in look.payers.fits))[:3]
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return names[0] if names else "several customers"


def _named(look: Look) -> str:
    return next((item.number for mention in look.mentions for item in mention.items), "the number")


def _odd_number(look: Look) -> str:
    if look.loose:
        return f"“{look.loose[0]}”"
    return f"“{look.mentions[0].word}”" if look.mentions else "a number"
