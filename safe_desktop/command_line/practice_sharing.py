"""One practice Xero for all programs that practise in one home: the first starts it, the last ends it.

Whoever uses it holds a file lock of its own, which dies with its process; a note in the home says where the practice
Xero listens and in whose care it is. Knows processes and locks, nothing of Xero.
"""

import json
import os
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from safe_desktop.engine.practice_company import PracticeAddress, PracticeProcess
from safe_desktop.errors import AnotherRunError

_TURN_SECONDS = 30.0
_END_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class _Note:
    """What the home says of its practice Xero. `carer` is the program that it ends with, `server` its own process."""

    address: str = ""
    client_id: str = ""
    carer: int = 0
    server: int = 0

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0 if self.address else 0


class SharedPractice:
    """The practice Xero of a home, used as a context; `environment` leads to it.

    Entering only starts it: the address is waited for when it is asked, so that a window can be painted meanwhile.
    """

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self._data = folder / "xero"
        self._users = folder / "xero-users"
        self._path = folder / "xero-address.json"
        self._environ = environ
        self._turn = _lock(folder / "xero-address.lock")
        self._mine: FileLock | None = None
        self._process: PracticeProcess | None = None
        self._found: PracticeAddress | None = None

    def __enter__(self) -> "SharedPractice":
        self._users.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._take_turn()
        try:
            note = self._read()
            is_cared_for = note.carer != os.getpid() and self._is_alive(note.carer) and _answers(note.port)
            self._mine = _lock(self._user_path(os.getpid()))
            self._mine.acquire(timeout=_TURN_SECONDS)
            if is_cared_for:
                self._found = PracticeAddress(note.address, note.client_id)
                self._turn.release()
                return self
            # The port of last time, so that a page that is open in a browser stays the right one.
            self._process = PracticeProcess(self._data, self._environ, note.port if _is_free(note.port) else 0)
            return self
        except BaseException:
            self._turn.release()
            raise

    def environment(self) -> dict[str, str]:
        """The environment that leads to the practice Xero; InputError where it does not start."""
        if self._found is None:
            assert self._process is not None
            self._found = self._process.address()
            self._write(_Note(self._found.address, self._found.client_id, os.getpid(), self._process.pid))
            self._turn.release()
        return self._found.environment(self._environ)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._found is None:  # nobody asked: it is in nobody's hands yet
            if self._process is not None:
                self._process.end()
            self._let_go()
            self._turn.release()
            return
        self._take_turn()
        try:
            self._let_go()
            note = self._read()
            if note.carer == os.getpid():
                self._leave(note)
        finally:
            self._turn.release()

    def _leave(self, note: _Note) -> None:
        """End what is in our care, or, if somebody still uses it, hand it over: it starts anew at the same place."""
        if self._process is not None:
            self._process.end()
        elif _answers(note.port):
            os.kill(note.server, signal.SIGTERM)
        other = next((pid for pid in self._known_users() if self._is_alive(pid)), None)
        if other is None:
            self._write(_Note(note.address, note.client_id))
            return
        until = time.monotonic() + _END_SECONDS
        while not _is_free(note.port) and time.monotonic() < until:
            time.sleep(0.05)
        heir = PracticeProcess(self._data, self._environ, note.port, parent=other)
        found = heir.address()
        self._write(_Note(found.address, found.client_id, other, heir.pid))

    def _take_turn(self) -> None:
        try:
            self._turn.acquire(timeout=_TURN_SECONDS)
        except Timeout as problem:
            raise AnotherRunError(
                "Another SAFE Desktop is starting the practice Xero and does not get it done.",
                "Nothing was opened.",
                "End the other one and start again.",
            ) from problem

    def _let_go(self) -> None:
        if self._mine is not None:
            self._mine.release()
            self._user_path(os.getpid()).unlink(missing_ok=True)
            self._mine = None

    def _user_path(self, pid: int) -> Path:
        return self._users / f"{pid}.lock"

    def _known_users(self) -> list[int]:
        return sorted(int(path.stem) for path in self._users.glob("*.lock") if path.stem.isdigit())

    def _is_alive(self, pid: int) -> bool:
        """Whether this user still holds its lock; the lock of one that was killed is cleared away."""
        path = self._user_path(pid)
        if not path.exists():
            return False
        probe = _lock(path)
        try:
            probe.acquire(timeout=0)
        except Timeout:
            return True
        probe.release()
        path.unlink(missing_ok=True)
        return False

    def _read(self) -> _Note:
        with suppress(OSError, ValueError, TypeError):
            return _Note(**json.loads(self._path.read_text(encoding="utf-8")))
        return _Note()

    def _write(self, note: _Note) -> None:
        told = {"address": note.address, "client_id": note.client_id, "carer": note.carer, "server": note.server}
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(json.dumps(told), encoding="utf-8")
        unfinished.replace(self._path)


def _lock(path: Path) -> FileLock:
    return FileLock(path, mode=0o600, thread_local=False)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _is_free(port: int) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere this would share a port that is taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
