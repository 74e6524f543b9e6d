"""Text that a spreadsheet would run: never written bare, always read back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.engine.files.formula_safety import made_plain, made_safe

LIKELY = st.text(alphabet="=+-@'\" \tab＝1\n", max_size=8)


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-x", "@SUM(A1)", "\t=1", ' "=1', "'=1", "＝1", "\r=1"])
def test_what_begins_as_a_formula_is_written_with_an_apostrophe(text: str) -> None:
    assert made_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Smith & Sons", "O'Brien", "'quoted'", "3 = 3", "a@b.uk"])
def test_other_text_is_written_as_it_is(text: str) -> None:
    assert made_safe(text) == text


@given(st.one_of(LIKELY, st.text(max_size=20)))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    assert made_plain(made_safe(text)) == text


@given(LIKELY)
def test_no_text_is_written_so_that_it_runs(text: str) -> None:
    assert made_safe(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
