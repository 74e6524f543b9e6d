"""The columns of a table of runs: used on the overview and on the activity page."""

from safe_desktop.engine.lists import RunEntry
from safe_desktop.ui import formats
from safe_desktop.ui.chips import result_chip
from safe_desktop.ui.columns import Column, chip_column, moment_column, number_column


def run_columns(*, is_short: bool = False) -> tuple[Column[RunEntry], ...]:
    """Looked at = sent + same + skipped + refused, in every row; the short form leaves out what came from Xero."""
    received: Column[RunEntry] = number_column("received", "Received", lambda run: run.received, width=84)
    calls: Column[RunEntry] = number_column("calls", "Calls", lambda run: run.calls, width=72)
    return (
        moment_column(
            "started_at", "Started", lambda run: run.started_at, width=102, sort="" if is_short else "started_at"
        ),
        Column("reason", "Run", lambda run: run.reason, "", 120, weight="medium", stretches=True),
        number_column("looked_at", "Looked at", lambda run: run.looked_at, width=84),
        number_column("sent", "Sent", lambda run: run.sent, width=62),
        number_column("same", "Same", lambda run: run.same, width=66),
        number_column("skipped", "Skipped", lambda run: run.skipped, width=76),
        number_column("refused", "Refused", lambda run: run.refused, width=76),
        *(() if is_short else (received, calls)),
        chip_column("result", "Result", result_chip, width=118),
        Column(
            "seconds",
            "Took",
            lambda run: formats.took(run.seconds) if run.finished_at else formats.NOTHING,
            "",
            76,
            is_right=True,
            is_figures=True,
        ),
    )
