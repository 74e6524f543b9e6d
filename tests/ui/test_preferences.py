"""What the window remembers survives, and a file that cannot be read or written stops nothing."""

from pathlib import Path

import pytest

from safe_desktop.ui.shell.preferences import Preferences


def test_what_is_kept_is_there_next_time(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    first = Preferences(path)
    first.keep("theme", "Dark")
    first.keep_width("invoices", "number", 130)
    first.save()
    again = Preferences(path)
    assert again.text("theme") == "Dark"
    assert again.widths("invoices") == {"number": 130}
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe", b'{"theme": 7}', b"[" * 100_000])
def test_a_file_that_makes_no_sense_means_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(content)
    found = Preferences(path)
    assert found.text("theme", "Auto") == "Auto"
    assert found.widths("invoices") == {}


@pytest.mark.parametrize("width", [-5, 0, 99_999, "wide", None, 12.5])
def test_a_width_that_nobody_can_want_is_forgotten(tmp_path: Path, width: object) -> None:
    found = Preferences(tmp_path / "preferences.json")
    found._values["widths.invoices"] = {"number": width, "customer": 200}
    assert found.widths("invoices") == {"customer": 200}


def test_a_place_that_cannot_be_written_loses_a_width_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = Preferences(tmp_path / "file" / "preferences.json")
    found.keep("theme", "Dark")
    found.save()
    assert found.text("theme") == "Dark"
