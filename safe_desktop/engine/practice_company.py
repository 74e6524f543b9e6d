"""Starts the practice Xero beside the program, in its own process, and says by which addresses it is reached."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from safe_desktop.errors import InputError

_END_SECONDS = 5.0


@contextmanager
def practice_xero(data: Path, environ: Mapping[str, str], port: int = 0) -> Iterator[dict[str, str]]:
    """The environment that leads to a practice Xero with this data, for as long as it runs."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [sys.executable, "-m", "safe_desktop.practice", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--parent", str(os.getpid())],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=dict(environ),
    )
    try:
        yield {**environ, **_addresses(process)}
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_SECONDS)
        if process.poll() is None:
            process.kill()
            process.wait(_END_SECONDS)
        if process.stdout is not None:
            process.stdout.close()


def _addresses(process: "subprocess.Popen[str]") -> dict[str, str]:
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        told = json.loads(line)
        address, client_id = str(told["address"]), str(told["client_id"])
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError(
            "The practice Xero did not start.",
            "Nothing was changed; its own words are above.",
            "If another one is still running, end it and start again.",
        ) from problem
    return {
        "SAFE_XERO_LOGIN_URL": address,
        "SAFE_XERO_IDENTITY_URL": address,
        "SAFE_XERO_API_URL": address,
        "SAFE_XERO_CLIENT_ID": client_id,
    }
