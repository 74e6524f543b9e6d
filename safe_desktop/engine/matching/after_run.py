"""Matches what waits when a sync has ended: new money and new invoices may fit by now. Calls no Xero."""

from dataclasses import replace

from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import Cancelled


def match_after_run(workplace: Workplace, report: RunReport, control: Control) -> RunReport:
    """The run's report, with what matching changed for the pages to read again."""
    try:
        matched = match_all(workplace, control)
    except Cancelled:
        return report  # the run is whole; what was not matched is matched after the next one
    return replace(report, changes=report.changes | matched.changes)
