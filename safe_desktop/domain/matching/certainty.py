"""How far each kind of grounds can be trusted: measured on labelled cases of many books, never on one.

A rate is the share of right readings, counted with one wrong one added, so that no grounds are ever quite certain.
"""

from safe_desktop.domain.matching.readings import Grade, Hindrance, Reading

_DECIDED = {
    Grade.XERO_ID: 0.9995,
    Grade.RECORDED: 0.9993,
    Grade.COLLECTION: 0.996,
    Grade.SAME_IN_BATCH: 0.997,
    Grade.PAYOUT: 0.9985,
    Grade.BOUNCED: 0.995,
    Grade.REFUND: 0.996,
    Grade.NUMBER: 0.9998,
    Grade.NUMBER_STRANGER: 0.998,
    Grade.NUMBERS: 0.9993,
    Grade.NUMBERS_CREDIT: 0.993,
    Grade.NUMBERS_CUT: 0.997,
    Grade.ORDER: 0.9985,
    Grade.TYPO: 0.999,
    Grade.FEE: 0.998,
    Grade.DISCOUNT: 0.996,
    Grade.ROUNDED: 0.9985,
    Grade.PART: 0.999,
    Grade.KEYED: 0.994,
    Grade.OVER: 0.998,
    Grade.STALE: 0.995,
    Grade.NAME: 0.9996,
    Grade.NAME_EQUAL: 0.997,
    Grade.ALIAS: 0.999,
    Grade.OWNER: 0.988,
    Grade.AGENT: 0.985,
    Grade.SUM: 0.995,
    Grade.SUM_CREDIT: 0.992,
}
_SUMS_OF_FEW = 6
"""Of more documents than this another set may well come to the same sum that nobody looked for."""
_OFFERED = {
    Grade.NUMBERS_SHORT: 0.95,
    Grade.NAME_AMONG: 0.7,
    Grade.NUMBER_OTHER: 0.5,
    Grade.GUESS_PART: 0.45,
    Grade.GUESS_OVER: 0.4,
    Grade.DEPOSIT: 0.3,
}
_AMOUNT_NAMELESS = (0.9, 0.55, 0.35)
"""Amount alone, where the text names nobody: of one document, of two, of more with just this amount."""
_AMOUNT_STRANGER = (0.3, 0.15, 0.1)
_ONE_OF_MANY = 0.5


def confidence_of(reading: Reading) -> float:
    """How often a reading that settled a receipt is right."""
    if reading.grade in (Grade.SUM, Grade.SUM_CREDIT) and len(reading.shares) > _SUMS_OF_FEW:
        return 0.95
    return _DECIDED[reading.grade]


def chance_of(reading: Reading, asked_why: Hindrance, anonymous: bool) -> float:
    """How often the first reading that is offered to a person is right; always less than sure."""
    if reading.grade is Grade.AMOUNT:
        return (_AMOUNT_NAMELESS if anonymous else _AMOUNT_STRANGER)[min(reading.rivals, 2)]
    if reading.grade in _OFFERED:
        return _OFFERED[reading.grade]
    if asked_why in (Hindrance.SEVERAL_PAYERS, Hindrance.SEVERAL_SETS, Hindrance.OTHER_CUSTOMER, Hindrance.PAID_TWICE):
        return _ONE_OF_MANY
    return 0.9 if asked_why is Hindrance.AGENT else 0.8
