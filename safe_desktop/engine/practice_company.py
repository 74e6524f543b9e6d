"""Starts the practice Xero beside the program, in its own process, and says by which addresses it is reached."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.errors import InputError

_END_SECONDS = 5.0
_KEPT_BACK = ("SAFE_VAULT_PASSPHRASE",)


@dataclass(frozen=True, slots=True)
class PracticeAddress:
    """Where a practice Xero listens, and the client id that it knows this program by."""

    address: str
    client_id: str

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """The environment that leads there."""
        return {
            **environ,
            "SAFE_XERO_LOGIN_URL": self.address,
            "SAFE_XERO_IDENTITY_URL": self.address,
            "SAFE_XERO_API_URL": self.address,
            "SAFE_XERO_CLIENT_ID": self.client_id,
        }


class PracticeProcess:
    """A practice Xero that was started; it is not waited for before its address is asked.

    It ends when the process `parent` does, which is this one unless another is named; with another one it must not
    hold on to this one's standard error, for whoever reads that waits until everybody has let go of it.
    """

    def __init__(self, data: Path, environ: Mapping[str, str], port: int = 0, parent: int | None = None) -> None:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [sys.executable, "-m", "safe_desktop.practice", "--port", str(port), "--data", str(data)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*command, "--parent", str(parent or os.getpid())],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if parent else None,
            text=True,
            env={name: value for name, value in environ.items() if name not in _KEPT_BACK},
            # Ctrl+C is for the program, which may still have to tell this Xero something before it ends.
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def address(self) -> PracticeAddress:
        """Where it listens, as soon as it does; InputError if it does not. May be asked once."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        try:
            told = json.loads(line)
            return PracticeAddress(str(told["address"]), str(told["client_id"]))
        except (ValueError, KeyError, TypeError) as problem:
            raise InputError(
                "The practice Xero did not start.",
                "Nothing was changed; its own words are above.",
                "If another one is still running, end it and start again.",
            ) from problem

    def end(self) -> None:
        """Let it end in order, and not in order if it takes too long."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(_END_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def practice_xero(data: Path, environ: Mapping[str, str], port: int = 0) -> Iterator[dict[str, str]]:
    """The environment that leads to a practice Xero with this data, for as long as it runs."""
    process = PracticeProcess(data, environ, port)
    try:
        yield process.address().environment(environ)
    finally:
        process.end()
