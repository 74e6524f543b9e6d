"""The person's browser is started with the link, and never waited for."""

import os
import time
from pathlib import Path

import pytest

from safe_desktop.xero.browser import open_url

LINK = "https://login.xero.com/identity/connect/authorize?state=a&scope=b"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in browsers are shell scripts")


def a_browser(folder: Path, words: str = "", name: str = "my browser") -> Path:
    """A script that writes down how it was called."""
    script = folder / name
    script.write_text(f'#!/bin/sh\n{words}\nprintf "%s|" "$@" > "{folder}/called"\nenv > "{folder}/environment"\n')
    script.chmod(0o700)
    return script


def called(folder: Path) -> str:
    for _try in range(500):
        if (folder / "environment").exists() and (folder / "environment").stat().st_size:
            return (folder / "called").read_text()
        time.sleep(0.02)
    return ""


def environment(browser: str, **more: str) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "BROWSER": browser, **more}


def test_the_browser_of_the_environment_gets_the_link_and_no_passphrase(tmp_path: Path) -> None:
    script = a_browser(tmp_path)
    assert open_url(LINK, environment(str(script), SAFE_VAULT_PASSPHRASE="canary"))
    assert called(tmp_path) == f"{LINK}|"
    assert "canary" not in (tmp_path / "environment").read_text()


def test_options_and_the_place_of_the_link_are_kept(tmp_path: Path) -> None:
    script = a_browser(tmp_path, name="browser")
    assert open_url(LINK, environment(f"{script} --new-window=%s --quiet"))
    assert called(tmp_path) == f"--new-window={LINK}|--quiet|"


def test_a_slow_browser_is_not_waited_for(tmp_path: Path) -> None:
    script = a_browser(tmp_path, words="sleep 2")
    began = time.monotonic()
    assert open_url(LINK, environment(str(script)))
    assert time.monotonic() - began < 1.9
    assert called(tmp_path) == f"{LINK}|"


def test_the_next_browser_of_the_list_is_taken_where_the_first_is_missing(tmp_path: Path) -> None:
    script = a_browser(tmp_path, name="browser")
    broken = tmp_path / "broken"
    broken.write_text("not a program")
    broken.chmod(0o700)
    assert open_url(LINK, environment(f"no-such-browser-here:'unclosed:{broken}:{script}"))
    assert called(tmp_path) == f"{LINK}|"


def test_where_there_is_no_browser_the_answer_is_no(tmp_path: Path) -> None:
    assert not open_url(LINK, {"PATH": str(tmp_path), "BROWSER": ""})


@pytest.mark.parametrize("link", ["file:///etc/passwd", "javascript:alert(1)", "--help", ""])
def test_only_web_addresses_are_opened(tmp_path: Path, link: str) -> None:
    assert not open_url(link, environment(str(a_browser(tmp_path))))
    assert not (tmp_path / "called").exists()
