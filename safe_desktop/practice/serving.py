"""Runs the practice Xero as a process: options, the address it listens on, the line that says it is ready, its end.

Knows uvicorn and the command line; knows no rule of Xero's.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from safe_desktop.practice.knobs import Position
from safe_desktop.practice.own_faults import keep_log
from safe_desktop.practice.practice_app import Practice
from safe_desktop.practice.practice_clock import PracticeClock, milliseconds
from safe_desktop.practice.seeded_organisations import CLIENT_ID

PARENT_CHECK_SECONDS = 0.5


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("practice-xero", description="A Xero of its own, to learn on and to test against.")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes any free one")
    parser.add_argument("--data", type=Path, help="folder for its files; a temporary one when left out")
    parser.add_argument("--seed", type=int, help="makes ids and chances the same every time")
    parser.add_argument("--clock", default="real", help="`real`, or the moment to start at, such as 2026-01-31T09:00")
    parser.add_argument("--frozen", action="store_true", help="the clock stands still until it is moved")
    parser.add_argument("--minute-limit", type=int, help="calls a minute for each organisation (60)")
    parser.add_argument("--day-limit", type=int, help="calls a day for each organisation (1000)")
    parser.add_argument("--concurrent-limit", type=int, help="calls at once for each organisation (5)")
    parser.add_argument("--knob", action="append", default=[], metavar="NAME=POSITION", help="turns a knob")
    parser.add_argument("--parent", type=int, help="ends when the process of this id is gone")
    return parser.parse_args(argv)


def _position(text: str) -> Position:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return int(text) if text.lstrip("-").isdigit() else text


def _apply(practice: Practice, options: argparse.Namespace) -> None:
    limits = practice.windows.limits
    for name in ("minute", "day", "concurrent"):
        value = getattr(options, f"{name}_limit")
        if value is not None:
            setattr(limits, name, value)
    practice.first_limits = replace(limits)
    for text in options.knob:
        name, _, position = text.partition("=")
        practice.knobs.turn(name, _position(position))


def _clock(options: argparse.Namespace) -> PracticeClock | None:
    if options.clock == "real":
        return None
    clock = PracticeClock()
    clock.set_to(milliseconds(datetime.fromisoformat(options.clock)), frozen=options.frozen)
    return clock


def _listen(port: int) -> socket.socket:
    # Naming TCP matters: without it asyncio leaves Nagle's delay on, and every answer comes 40 ms late.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there it would let two programs share the port
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
        sock.listen(256)
    except OSError:
        sock.close()
        raise
    return sock


def _protocol_for(practice: Practice) -> type[H11Protocol]:
    class Protocol(H11Protocol):
        """Uvicorn's own protocol, telling which transport belongs to which client."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            practice.connections.opened(self.client, transport)

        def connection_lost(self, exc: Exception | None) -> None:
            practice.connections.closed(self.client)
            super().connection_lost(exc)

    return Protocol


class _Server(uvicorn.Server):
    """Uvicorn's server, able to shut its door for a while and to end with its parent."""

    def __init__(self, config: uvicorn.Config, practice: Practice, port: int, parent: int | None) -> None:
        super().__init__(config)
        self.practice = practice
        self.port = port
        self.parent = parent
        self.tasks: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen, then says so on the standard output."""
        await super().startup(sockets)
        self.practice.shut_door = self._shut_door
        if self.parent is not None:
            self._run(self._watch_parent(self.parent))
        ready = {"ready": True, "address": self.practice.issuer, "client_id": CLIENT_ID}
        print(json.dumps(ready), flush=True)

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _watch_parent(self, parent: int) -> None:
        mine = os.getppid() == parent
        while (os.getppid() == parent) if mine and sys.platform != "win32" else _alive(parent):
            await asyncio.sleep(PARENT_CHECK_SECONDS)
        self.should_exit = True

    def _shut_door(self, seconds: float) -> None:
        for server in self.servers:
            server.close()
        self.practice.connections.cut_all()
        self._run(self._open_door_after(seconds))

    async def _open_door_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        loop = asyncio.get_running_loop()
        config = self.config

        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]
                config=config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return made

        server = await loop.create_server(protocol, sock=_listen(self.port), backlog=config.backlog)
        self.servers = [server]


def _alive(process: int) -> bool:
    """Whether a process is still there; a child notices its parent's end by being given another parent."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - for start-up cost: only Windows needs it

        handle = ctypes.windll.kernel32.OpenProcess(0x00100000, False, process)
        if handle:
            ended = ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == 0
            ctypes.windll.kernel32.CloseHandle(handle)
            return not ended
        return False
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def run(argv: Sequence[str] | None = None) -> int:
    """The exit code of the practice Xero run with these options; returns when it was told to stop."""
    options = _options(argv)
    os.umask(0o077)  # its files are nobody else's business, wherever they lie
    try:
        sock = _listen(options.port)
    except OSError:
        print(f"Port {options.port} is taken by another program: choose another with --port.", file=sys.stderr)
        return 2
    port = int(sock.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="practice-xero-") as temporary:
        try:
            folder = options.data or Path(temporary)
            keep_log(folder)
            practice = Practice(folder, f"http://127.0.0.1:{port}", options.seed, _clock(options))
            _apply(practice, options)
        except (OSError, ValueError) as wrong:
            print(f"The practice Xero cannot start: {wrong}", file=sys.stderr)
            return 2
        config = uvicorn.Config(
            practice.web_app(),
            http=_protocol_for(practice),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        # Uvicorn stops on SIGTERM and then raises it again, which would skip the closing of the files.
        signal.signal(signal.SIGTERM, lambda _number, _frame: None)
        try:
            _Server(config, practice, port, options.parent).run(sockets=[sock])
        except KeyboardInterrupt:
            pass
        finally:
            practice.close()
    return 0
