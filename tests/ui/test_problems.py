"""Errors on screen: three sentences for known ones, a report without secrets for bugs."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from safe_desktop.errors import Cancelled, InputError, NotConnected, OfflineError
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.shell.crash_report import redacted, report_of
from safe_desktop.ui.shell.problem_dialog import CrashDialog, ProblemDialog
from safe_desktop.ui.shell.problems import Problems


def words_of(dialog: ProblemDialog | CrashDialog) -> list[str]:
    return [label.whole_text() for label in dialog.findChildren(Label)]


def shown() -> list[ProblemDialog | CrashDialog]:
    widgets = QApplication.topLevelWidgets()
    return [one for one in widgets if isinstance(one, (ProblemDialog, CrashDialog)) and one.isVisible()]


def test_a_problem_says_what_happened_what_was_done_and_what_can_be_done(qapp: QApplication) -> None:
    problems = Problems()
    problems.show(InputError("The name is taken.", "Nothing was changed.", "Give another name."))
    (dialog,) = shown()
    assert words_of(dialog) == ["The name is taken.", "Nothing was changed.", "Give another name."]
    dialog.reject()
    assert shown() == []


def test_the_same_problem_twice_is_one_dialog(qapp: QApplication) -> None:
    problems = Problems()
    for _ in range(3):
        problems.show(OfflineError("Xero cannot be reached."))
    problems.show(NotConnected("Connect first."))
    assert len(shown()) == 2
    for dialog in shown():
        dialog.reject()
    problems.show(OfflineError("Xero cannot be reached."))
    assert len(shown()) == 1
    shown()[0].reject()


def test_a_bug_offers_a_report_to_copy(qapp: QApplication, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    problems = Problems()
    try:
        raise KeyError("missing thing")
    except KeyError as error:
        problems.crashed(error)
    (dialog,) = shown()
    report = dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    assert "KeyError" in report
    assert "test_problems.py" in report
    copy = next(button for button in dialog.findChildren(Button) if button.text() == "Copy the report")
    copy.click()
    assert QGuiApplication.clipboard().text() == report
    assert copy.text() == "Copied"
    assert "KeyError" in capsys.readouterr().err
    dialog.reject()


def test_being_cancelled_is_no_problem(qapp: QApplication) -> None:
    Problems().crashed(Cancelled())
    assert shown() == []


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Authorization: Bearer abc.DEF-123_456", "abc.DEF-123_456"),
        ("token eyJhbGciOiJSUzI1NiIs.eyJzdWIiOiIxMjM0.sig-nature", "eyJzdWIiOiIxMjM0"),
        ("refresh_token=9f8e7d6c5b4a&scope=x", "9f8e7d6c5b4a"),
        ('{"access_token": "s3cr3tvalue"}', "s3cr3tvalue"),
        ("GET /callback?code=Zm9vYmFy&state=98765432", "Zm9vYmFy"),
        ("GET /callback?code=Zm9vYmFy&state=98765432", "98765432"),
        ("passphrase: hunter2hunter2", "hunter2hunter2"),
        ("sent to accounts@bramley.example today", "accounts@bramley.example"),
    ],
)
def test_a_report_holds_no_secret(said: str, secret: str) -> None:
    assert secret not in redacted(said)
    assert secret not in report_of(ValueError(said))


def test_a_report_names_the_versions() -> None:
    report = report_of(ValueError("x"))
    assert report.startswith("SAFE Desktop ")
    assert "Qt 6." in report
