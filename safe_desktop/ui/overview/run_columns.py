"""The columns of a table of runs: used on the overview and on the activity page."""

from safe_desktop.engine.showing.lists import RunEntry
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.chips import result_chip
from safe_desktop.ui.tables.columns import Column, chip_column, moment_column, number_column

_RESULT = 138


def run_columns(*, is_short: bool = False) -> tuple[Column[RunEntry], ...]:
    """Looked at = sent + same + skipped + refused, in every row; the short form is narrow and leaves two out."""
    more: tuple[Column[RunEntry], ...] = (
        number_column("received", "Received", lambda run: run.received, width=84),
        number_column("calls", "Calls", lambda run: run.calls, width=72),
    )
    started, looked_at, sent, same, others, took = (112, 72, 50, 56, 68, 54) if is_short else (124, 84, 62, 66, 76, 90)
    sort = "" if is_short else "started_at"
    return (
        moment_column("started_at", "Started", lambda run: run.started_at, width=started, sort=sort),
        Column("reason", "Run", lambda run: run.reason, "", 72 if is_short else 120, weight="medium", stretches=True),
        number_column("looked_at", "Looked at", lambda run: run.looked_at, width=looked_at),
        number_column("sent", "Sent", lambda run: run.sent, width=sent),
        number_column("same", "Same", lambda run: run.same, width=same),
        number_column("skipped", "Skipped", lambda run: run.skipped, width=others),
        number_column("refused", "Refused", lambda run: run.refused, width=others),
        *(() if is_short else more),
        # Wide enough for “Not connected” and “1,234 skipped”.
        chip_column("result", "Result", result_chip, width=_RESULT),
        # In a window of 1280 the name of the run needs its room.
        Column("seconds", "Took", _took, "", took, is_right=True, is_figures=True, least=760 if is_short else 0),
    )


def _took(run: RunEntry) -> str:
    return formats.took(run.seconds) if run.finished_at else formats.NOTHING
