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
    Grade.NUMBERS_SHORT: 0.97,
    Grade.NAME_AMONG: 0.92,
    Grade.GUESS_PART: 0.88,
    Grade.GUESS_OVER: 0.8,
    Grade.DEPOSIT: 0.5,
    Grade.NUMBER_OTHER: 0.35,
}
_HINDERED = {
    Hindrance.OTHER_CUSTOMER: 0.95,
    Hindrance.AGENT: 0.96,
    Hindrance.SEVERAL_PAYERS: 0.65,
    Hindrance.SEVERAL_SETS: 0.72,
    Hindrance.PAID_TWICE: 0.3,
}
_AMOUNT_NAMELESS = (0.92, 0.78, 0.43)
"""Amount alone, where the text names nobody: of one document, of two, of more with just this amount."""
_AMOUNT_STRANGER = (0.5, 0.45, 0.4)


def confidence_of(reading: Reading) -> float:
    """How often a reading that settled a receipt is right."""
    if reading.grade in (Grade.SUM, Grade.SUM_CREDIT) and len(reading.shares) > _SUMS_OF_FEW:
        return 0.95
    return _DECIDED[reading.grade]


def chance_of(reading: Reading, asked_why: Hindrance, anonymous: bool) -> float:
    """How often the first reading that is offered to a person is right; always less than sure."""
    if reading.grade is Grade.AMOUNT:
        return (_AMOUNT_NAMELESS if anonymous else _AMOUNT_STRANGER)[min(reading.rivals, 2)]
    if asked_why in _HINDERED:
        return _HINDERED[asked_why]
    return _OFFERED.get(reading.grade, 0.9)
