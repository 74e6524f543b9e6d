"""Runs the program as a person or a script does: its own process, its own home, and a browser that is played."""

import contextlib
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from safe_desktop.command_line.arguments import parse
from safe_desktop.command_line.running import run
from tests.practice.practice_process import ROOT, consent


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on the standard output."""
        return json.loads(self.out)


class Program:
    """The program on one home. `environ` leads it to a Xero."""

    def __init__(self, home: Path, environ: Mapping[str, str] | None = None) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFE_")}
        kept.pop("DBUS_SESSION_BUS_ADDRESS", None)
        self.environ = {**kept, **(environ or {}), "NO_COLOR": "1", "COLUMNS": "100"}

    def started(self, *words: str) -> "subprocess.Popen[str]":
        """The process, still running."""
        command = [sys.executable, "-m", "safe_desktop", "--home", str(self.home), *words]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environ, cwd=ROOT
        )

    def run(self, *words: str) -> Ran:
        """What came of a command."""
        process = self.started(*words)
        out, err = process.communicate(timeout=100)
        return Ran(process.returncode, out, err)

    def quick(self, *words: str) -> Ran:
        """What came of a command that runs in this process: the same, without half a second of starting."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(parse(["--home", str(self.home), *words]), self.environ)
        return Ran(code, out.getvalue(), err.getvalue())

    def connect(self, *words: str, organisation: str | None = None, decision: str = "allow") -> Ran:
        """What came of `connect --no-browser`, with a browser that opens the printed link and decides."""
        process = self.started("connect", "--no-browser", *words)
        assert process.stdout is not None
        assert process.stderr is not None
        stream = process.stderr if "--json" in words else process.stdout
        said: list[str] = []
        for line in stream:
            said.append(line)
            if line.startswith("http"):
                back = consent(line.strip(), organisation, decision=decision)
                browser = threading.Thread(target=httpx.get, args=(back,), kwargs={"timeout": 20})
                browser.start()
                break
        else:
            browser = None
        out, err = process.communicate(timeout=100)
        if browser is not None:
            browser.join()
        before = "".join(said)
        return (
            Ran(process.returncode, out, before + err)
            if "--json" in words
            else Ran(process.returncode, before + out, err)
        )
