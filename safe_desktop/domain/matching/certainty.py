"""How far each kind of grounds can be trusted: measured on labelled cases of many books, never on one.

A rate is the share of right readings, counted with one wrong one added, so that no grounds are ever quite certain.
"""

from safe_desktop.domain.matching.readings import Grade, Reading

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
_OFFERED = {
    Grade.NUMBERS_SHORT: 0.9,
    Grade.NUMBER_OTHER: 0.95,
}


def confidence_of(reading: Reading, offered: int) -> float:
    """How often readings like this one are right, alone or the first of so many offered."""
    return _DECIDED.get(reading.grade, _OFFERED.get(reading.grade, 0.5))
