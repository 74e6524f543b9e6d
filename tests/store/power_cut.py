"""What a power cut may leave on the disk: rebuilt from the order in which a process wrote and synced its files.

A sync makes what was written to its file before last; of everything since, any part may be there, in any order, the
last of it torn between two sectors. Knows files and bytes, and no database.
"""

import random
import shutil
import struct
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECTORS = (512, 4096)
_HEAD = struct.Struct("=cIIq")
_SOURCE = Path(__file__).with_name("write_log.c")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a process did to a file: W rote, S ynced, T runcated, U nlinked."""

    operation: str
    name: str
    at: int = 0
    data: bytes = b""


def compiled(folder: Path) -> Path | None:
    """The library that notes what a process writes; None where there is no compiler to make it."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "write_log.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(library), str(_SOURCE)]
    subprocess.run(command, check=True, capture_output=True)
    return library


def deeds_in(log: bytes) -> Iterator[Deed]:
    """What the log tells, in its order."""
    place = 0
    while place < len(log):
        operation, name_size, size, at = _HEAD.unpack_from(log, place)
        place += _HEAD.size
        name = log[place : place + name_size].decode()
        place += name_size
        yield Deed(operation.decode(), name, at, log[place : place + size])
        place += size


class Disk:
    """The files of one folder: what is surely on the disk, and what was done to them since and may be."""

    def __init__(self, folder: Path) -> None:
        self._sure: dict[str, bytes] = {file.name: file.read_bytes() for file in folder.iterdir()}
        self._since: defaultdict[str, list[Deed]] = defaultdict(list)

    def do(self, deed: Deed) -> None:
        """The next thing that the process did."""
        if deed.operation != "S":
            self._since[deed.name].append(deed)
            return
        pending = self._since.pop(deed.name, [])
        if pending or deed.name in self._sure:
            self._keep(self._sure, deed.name, pending)

    def after_cut(self, chance: random.Random, often: float, is_torn: bool) -> dict[str, bytes]:
        """The files as they may be after a cut now; of what was not synced each deed is there `often`."""
        files = dict(self._sure)
        for name, pending in self._since.items():
            there = [deed for deed in pending if chance.random() < often]
            if is_torn and there and there[-1].operation == "W":
                there[-1] = _torn(there[-1], chance)
            if there:
                self._keep(files, name, there)
        return files

    @staticmethod
    def _keep(files: dict[str, bytes], name: str, deeds: list[Deed]) -> None:
        content: bytearray | None = bytearray(files.get(name, b""))
        for deed in deeds:
            if deed.operation == "U":
                content = None
            elif deed.operation == "T":
                content = (content or bytearray())[: deed.at].ljust(deed.at, b"\0")
            else:
                content = (content or bytearray()).ljust(deed.at, b"\0")
                content[deed.at : deed.at + len(deed.data)] = deed.data
        if content is None:
            files.pop(name, None)
        else:
            files[name] = bytes(content)


def _torn(deed: Deed, chance: random.Random) -> Deed:
    """Only some of the sectors of a write: its head, or its tail."""
    sector = chance.choice(SECTORS)
    cuts = range(sector - deed.at % sector, len(deed.data), sector)
    if not cuts:
        return deed
    cut = chance.choice(cuts)
    if chance.random() < 0.5:
        return Deed("W", deed.name, deed.at, deed.data[:cut])
    return Deed("W", deed.name, deed.at + cut, deed.data[cut:])
