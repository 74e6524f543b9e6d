"""One practice Xero for all its tests, put back to its strict defaults before each; and the report of the checklist."""

from collections.abc import Iterator

import pytest

from safe_desktop.practice.provenance import BEHAVIOURS
from tests.practice.practice_process import PracticeProcess, SignedIn

UK = "Fernhill Coffee & Fruit"
NZ = "Kowhai Street Supplies"


@pytest.fixture(scope="session")
def running_xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    """The process, shared."""
    with PracticeProcess.start(tmp_path_factory.mktemp("practice") / "data", "--seed", "42") as xero:
        yield xero
    # Whatever a client does, the practice Xero itself must not fail: a trace on its error output is a bug in it.
    assert "Traceback" not in xero.said.read_text(encoding="utf-8")


@pytest.fixture
def xero(running_xero: PracticeProcess) -> PracticeProcess:
    """The practice Xero as if new, with the limits out of the way."""
    running_xero.admin("start-over", {})
    running_xero.admin("limits", {"minute": 100_000, "day": 1_000_000})
    return running_xero


@pytest.fixture
def me(xero: PracticeProcess) -> SignedIn:
    """Signed in to the UK organisation with every scope."""
    return xero.sign_in(UK)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells which of the 82 behaviours the tests that ran have shown, and where each is known from."""
    shown: dict[int, bool] = {}
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", []):
                if name == "checklist":
                    shown[int(value)] = shown.get(int(value), True) and outcome == "passed"
    if not shown:
        return
    passed = sorted(number for number, good in shown.items() if good)
    terminalreporter.write_sep("-", "practice Xero checklist")
    for number in sorted(shown):
        behaviour = BEHAVIOURS[number]
        mark = "ok  " if shown[number] else "FAIL"
        terminalreporter.write_line(f"{mark} {number:2} {behaviour.provenance:10} {behaviour.title}")
    terminalreporter.write_line(f"{len(passed)} of {len(BEHAVIOURS)} behaviours shown")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Takes the numbers a test stands for into its report."""
    for marker in item.iter_markers("checklist"):
        item.user_properties.append(("checklist", marker.args[0]))
