"""Nothing secret is written down: not in the log, not in a report of a fault, not on the screen; files are private."""

import logging
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safe_desktop.command_line.arguments import parse
from safe_desktop.command_line.crash_file import write_report
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.log_file import logging_to
from safe_desktop.command_line.running import run
from safe_desktop.domain.theirs import Connection, Organisation
from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import opened
from safe_desktop.xero.redaction import Redactor
from safe_desktop.xero.tokens import TokenSet
from tests.command_line.program_process import Program
from tests.practice.practice_process import PracticeProcess

PASSPHRASE = "canary passphrase of mine"
CANARY = "eyJhbGciOiJSUzI1NiJ9.canarycanarycanary.canary"


def everything_under(folder: Path) -> bytes:
    """All bytes of all files of the folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.xdist_group("redirect-ports")
def test_the_log_of_a_whole_sign_in_and_sync_holds_no_token_and_no_code(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with PracticeProcess.start(tmp_path / "xero", "--seed", "1") as xero:
        program = Program(home, {**xero.environment(), "SAFE_VAULT_PASSPHRASE": PASSPHRASE})
        program.quick("book", "new", "Shop")
        connected = program.connect("--verbose")
        synced = program.run("sync", "--verbose")
    assert (connected.code, synced.code) == (0, 0)
    vault = next((home / "secrets").glob("*.practice.json")).read_text()
    tokens = {piece for piece in vault.split('"') if len(piece) > 40}
    log = everything_under(home / "logs").decode()
    assert "/api.xro/2.0/Organisation" in log
    assert tokens
    for text in (log, connected.err, synced.err, synced.out, everything_under(home / "books").decode("latin-1")):
        assert PASSPHRASE not in text
        for token in tokens:
            assert token not in text


@pytest.mark.parametrize("given", ["", "not the passphrase"])
def test_a_sign_in_under_a_passphrase_stays_locked_without_it(tmp_path: Path, given: str) -> None:
    program = Program(tmp_path, {"SAFE_XERO_CLIENT_ID": "A" * 32, "SAFE_VAULT_PASSPHRASE": given})
    program.quick("book", "new", "Shop")
    tokens = TokenSet(CANARY, "refresh-canary", datetime(2026, 1, 31, 9, 0, tzinfo=UTC), 1800)
    with opened(Home(tmp_path), "Shop", environ={}, passphrase=PASSPHRASE) as workplace:
        workplace.vault.save(tokens)
        theirs = Organisation("tenant", "Gift shop", "!gift", "GBP", "GB", "", is_demo=False)
        workplace.book.chart.save_organisation(theirs, Connection("connection", "tenant", "Gift shop"))
    assert CANARY.encode() not in everything_under(tmp_path)
    said = program.quick("sync")
    assert said.code == 3
    assert "passphrase" in said.out
    assert given not in said.out or not given
    assert CANARY.encode() not in everything_under(tmp_path)


def test_the_log_hides_what_a_careless_line_would_tell(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with logging_to(home, {"SAFE_VAULT_PASSPHRASE": PASSPHRASE}, verbose=False) as log:
        late = Redactor()
        log.also(late)
        late.know("learnt-while-working")
        logging.getLogger("safe_desktop.test").warning("%s Bearer %s learnt-while-working", PASSPHRASE, CANARY)
    path = tmp_path / "logs" / "safe-desktop.log"
    text = path.read_text()
    assert "Bearer" in text
    assert not any(secret in text for secret in (PASSPHRASE, CANARY, "learnt-while-working"))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_log_turns_over_and_does_not_grow_for_ever(tmp_path: Path) -> None:
    with logging_to(Home(tmp_path), {}, verbose=False):
        for _ in range(60):
            logging.getLogger("safe_desktop.test").info("x" * 100_000)
    sizes = [path.stat().st_size for path in (tmp_path / "logs").iterdir()]
    assert len(sizes) == 4
    assert sum(sizes) < 4_200_000


def test_a_report_of_a_fault_is_private_and_holds_no_secret(tmp_path: Path) -> None:
    redactor = Redactor()
    redactor.know(PASSPHRASE)
    try:
        raise ValueError(f"with {PASSPHRASE} and access_token={CANARY}")
    except ValueError as problem:
        path = write_report(Home(tmp_path), problem, redactor, datetime(2026, 1, 31, 9, 0, tzinfo=UTC))
    assert path is not None
    text = path.read_text()
    assert "ValueError" in text
    assert not any(secret in text for secret in (PASSPHRASE, CANARY))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_fault_of_the_program_ends_with_its_report_and_not_with_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = parse(["--home", str(tmp_path), "--json", "status"])
    asked.command = "a command that was forgotten"
    assert run(asked, {}) == Exit.FAULT
    said = capsys.readouterr()
    report = next((tmp_path / "logs").glob("crash-*.txt"))
    assert str(report) in said.err
    assert "Traceback" not in said.err
    assert "KeyError" in report.read_text()


def test_a_report_that_cannot_be_written_is_said_instead(tmp_path: Path) -> None:
    in_the_way = tmp_path / "logs"
    in_the_way.write_text("not a folder")
    assert write_report(Home(tmp_path), ValueError("x"), Redactor(), datetime.now(UTC)) is None
