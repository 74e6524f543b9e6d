"""Text that a spreadsheet would take for a formula, made harmless when it is written and restored when it is read.

Pure. A name such as “=HYPERLINK(…)” in a CSV would run when the file is opened (reliability.md H3).
"""

_PASSED_OVER = " '\"\u00a0\u200b\ufeff"
_BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def _runs(text: str) -> bool:
    return text.lstrip(_PASSED_OVER)[:1] in _BEGINS_FORMULA


def made_safe(text: str) -> str:
    """The text as a CSV may hold it: with an apostrophe before it if it begins as formulas do."""
    return f"'{text}" if _runs(text) else text


def made_plain(text: str) -> str:
    """The text as it was before `made_safe`."""
    return text[1:] if text[:1] == "'" and _runs(text[1:]) else text
