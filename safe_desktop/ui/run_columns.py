"""The columns of a table of runs: used on the overview and on the activity page."""

from safe_desktop.engine.lists import RunEntry
from safe_desktop.ui import formats
from safe_desktop.ui.chips import result_chip
from safe_desktop.ui.columns import Column, chip_column, moment_column, number_column


def run_columns(*, is_short: bool = False) -> tuple[Column[RunEntry], ...]:
    """Looked at = sent + same + skipped + refused, in every row; the short form is narrow and leaves two out."""
    narrower = 8 if is_short else 0
    more: tuple[Column[RunEntry], ...] = (
        number_column("received", "Received", lambda run: run.received, width=84),
        number_column("calls", "Calls", lambda run: run.calls, width=72),
    )
    started = "" if is_short else "started_at"
    return (
        moment_column("started_at", "Started", lambda run: run.started_at, width=120 - narrower, sort=started),
        Column("reason", "Run", lambda run: run.reason, "", 80 if is_short else 120, weight="medium", stretches=True),
        number_column("looked_at", "Looked at", lambda run: run.looked_at, width=84 - narrower),
        number_column("sent", "Sent", lambda run: run.sent, width=62 - narrower),
        number_column("same", "Same", lambda run: run.same, width=66 - narrower),
        number_column("skipped", "Skipped", lambda run: run.skipped, width=76 - narrower),
        number_column("refused", "Refused", lambda run: run.refused, width=76 - narrower),
        *(() if is_short else more),
        chip_column("result", "Result", result_chip, width=118 - 3 * narrower),
        Column("seconds", "Took", _took, "", 90 - 4 * narrower, is_right=True, is_figures=True),
    )


def _took(run: RunEntry) -> str:
    return formats.took(run.seconds) if run.finished_at else formats.NOTHING
