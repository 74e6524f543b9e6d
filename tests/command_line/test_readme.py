"""The README tells the truth: its folders, commands, variables, ports, exit codes and measurements are real."""

import re
import shlex
from pathlib import Path

import pytest

from safe_desktop.command_line.arguments import PRACTICE_XERO, parse
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.xero.addresses import DEFAULT_SCOPES, REDIRECT_PORTS, redirect_address
from tests.practice.practice_process import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Every way to call the program that the README shows, one each."""
    shown = re.findall(r"^    safe-desktop (.+)$", README, re.MULTILINE)
    return [part.strip() for line in shown if not line.startswith("[") for part in line.split(" | ")]


def without_choices(text: str) -> list[str]:
    """The words of a command, the first of each choice, and what is optional given."""
    text = re.sub(r"(\w+)\|[\w|]+", r"\1", text).replace("[", "").replace("]", "")
    values = {
        **{"NAME": "Shop", "FILE": "file.csv", "DIR": "folder", "DATE": "2026-11-25", "WAY": "link"},
        **dict.fromkeys(("ID", "RUN", "N"), "1"),
        "PORT": "0",
    }
    return [values.get(word, word) for word in shlex.split(text)]


def test_the_table_of_folders_holds_every_package_and_nothing_else() -> None:
    told = set(re.findall(r"^\| `(safe_desktop/\w+|resources|tests|packaging)` \|", README, re.MULTILINE))
    package = ROOT / "safe_desktop"
    real = {f"safe_desktop/{path.parent.name}" for path in package.glob("*/__init__.py")}
    assert told == real | {"resources", "tests", "packaging"}


def test_the_drawing_names_every_package() -> None:
    drawing = README.split("```")[1]
    for path in (ROOT / "safe_desktop").glob("*/__init__.py"):
        assert re.search(rf"\b{path.parent.name}\b", drawing), path.parent.name


@pytest.mark.parametrize("text", commands())
def test_every_command_that_is_shown_is_understood(text: str) -> None:
    words = without_choices(text)
    if words[0] == PRACTICE_XERO:
        words = words[:1]
    assert parse(words).command == words[0]


def test_every_command_there_is_is_shown() -> None:
    with pytest.raises(Exception, match="invalid choice") as refused:
        parse(["no such command"])
    offered = set(re.findall(r"'([\w-]+)'", str(refused.value).split("choose from")[1]))
    assert offered == {without_choices(text)[0] for text in commands()}


def test_every_variable_is_told_and_every_one_told_is_read() -> None:
    told = set(re.findall(r"\bSAFE_[A-Z_]+\b", README))
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "safe_desktop").rglob("*.py"))
    assert told == set(re.findall(r"\"(SAFE_[A-Z_]+)\"", sources))


def test_the_exit_codes_are_the_real_ones() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {int(code) for code in Exit}


def test_the_redirect_addresses_and_scopes_are_the_real_ones() -> None:
    assert re.findall(r"http://localhost:\d+/callback", README) == [redirect_address(port) for port in REDIRECT_PORTS]
    for scope in DEFAULT_SCOPES:
        assert f"`{scope}`" in README


def test_the_measurements_and_files_that_are_named_exist() -> None:
    benches = {path.stem for path in (ROOT / "tests" / "bench").glob("[!_]*.py")}
    figures = README.split("<!-- figures", 1)[1].split("<!-- end of figures -->")[0]
    named = set(re.findall(r"^\| `(\w+)`", figures, re.MULTILINE))
    assert named
    assert named <= benches
    for name in ("LICENSE", "requirements.lock", *re.findall(r"`(resources/[\w./-]+)`", README)):
        assert (ROOT / name).exists(), name


def test_a_newcomer_reads_the_two_commands_first() -> None:
    first = README.split("## Two commands", 1)[1]
    assert first.index("packaging/dev.py run") < first.index("packaging/dev.py test") < first.index("\n## ")
    assert Path(ROOT / "packaging" / "dev.py").exists()
