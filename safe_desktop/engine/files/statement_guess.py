"""What the columns of a bank's file seem to mean, and what a person should be asked about it. Opens nothing.

Names decide where there are any; where a file has no header, what stands in the columns decides, and a person is told.
"""

from collections.abc import Sequence
from dataclasses import replace

from safe_desktop.domain.day_reading import DayOrder, day_order
from safe_desktop.engine.files.examining import about_days, has_decimal_comma
from safe_desktop.engine.files.import_columns import STATEMENTS, guessed_columns
from safe_desktop.engine.files.import_mapping import ImportOptions, Mapping
from safe_desktop.engine.files.statement_table import is_day, is_headless, is_number

NUMBERS = ("amount", "paid_in", "paid_out", "balance")
_NO_HEADER = "The file has no header. Its columns were guessed from what stands in them: look at them before you go on."
_DECIMAL_COMMA = "Numbers are read with a decimal comma: 1.234,50 is one thousand two hundred and thirty-four."


def guessed_mapping(headers: tuple[str, ...], samples: Sequence[Sequence[str]]) -> Mapping:
    """The mapping that names and first rows speak for; it may lack what is needed."""
    columns = _by_content(headers, samples) if is_headless(headers) else guessed_columns(STATEMENTS, headers)
    mapping = Mapping(STATEMENTS, columns, ImportOptions())
    order = day_order(_column(mapping, headers, samples, "came_on"))
    numbers = [text for key in NUMBERS for text in _column(mapping, headers, samples, key)]
    options = replace(
        mapping.options,
        day_first=order is not DayOrder.MONTH_FIRST,
        decimal_comma=has_decimal_comma(numbers),
    )
    return replace(mapping, options=options)


def with_days_that_fit(mapping: Mapping, headers: tuple[str, ...], rows: Sequence[Sequence[str]]) -> Mapping:
    """The mapping, with the other order of day and month where the file's dates only make sense so.

    Else the days after the twelfth would be refused and those before it read wrongly.
    """
    order = day_order(_column(mapping, headers, rows, "came_on"))
    if order not in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST):
        return mapping
    return replace(mapping, options=replace(mapping.options, day_first=order is DayOrder.DAY_FIRST))


def questions_about(
    mapping: Mapping, headers: tuple[str, ...], rows: Sequence[Sequence[str]]
) -> tuple[DayOrder, tuple[str, ...]]:
    """How the dates are ordered, and what a person should be asked; until answered, what it says is done."""
    questions = [_NO_HEADER] if is_headless(headers) else []
    order = day_order(_column(mapping, headers, rows, "came_on"))
    if "came_on" in mapping.columns:
        questions += filter(None, [about_days(mapping.columns["came_on"], order, mapping.options.day_first)])
    if mapping.options.decimal_comma:
        questions.append(_DECIMAL_COMMA)
    return order, tuple(questions)


def _column(mapping: Mapping, headers: tuple[str, ...], rows: Sequence[Sequence[str]], key: str) -> list[str]:
    if mapping.columns.get(key) not in headers:
        return []
    place = headers.index(mapping.columns[key])
    return [row[place].strip() for row in rows if len(row) > place and row[place].strip()]


def _by_content(headers: tuple[str, ...], samples: Sequence[Sequence[str]]) -> dict[str, str]:
    """Which column holds days, amounts, a balance and words, by what stands in them."""
    texts = {h: [row[p].strip() for row in samples if len(row) > p and row[p].strip()] for p, h in enumerate(headers)}
    filled = {header: column for header, column in texts.items() if column}
    days = [header for header, column in filled.items() if all(is_day(text) for text in column)]
    numbers = [h for h, column in filled.items() if h not in days and all(is_number(text) for text in column)]
    words = [header for header in filled if header not in days and header not in numbers]
    columns = {"came_on": days[0]} if days else {}
    half_empty = [header for header in numbers if len(texts[header]) < len(samples)]
    if len(half_empty) >= 2:
        # British banks put what was paid out before what was paid in.
        columns |= {"paid_out": half_empty[0], "paid_in": half_empty[1]}
    elif numbers:
        columns["amount"] = numbers[0]
    rest = [header for header in numbers if header not in columns.values()]
    if rest:
        columns["balance"] = rest[-1]
    if words:
        columns["narrative"] = max(words, key=lambda header: sum(map(len, filled[header])))
    return columns
