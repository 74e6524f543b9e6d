"""What can become of an answer's body on its way: cut short, put in another order, ids given to the neighbours.

Knows that a body is a list of elements under a name; must not know which call it answers.
"""

import json
import random
from collections.abc import Iterator

import httpx


class CutShort(httpx.SyncByteStream):
    """A body of which only a part arrives, and then the connection is gone."""

    def __init__(self, body: bytes, request: httpx.Request) -> None:
        self._body = body
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        yield self._body[: len(self._body) // 2]
        raise httpx.RemoteProtocolError("peer closed connection without sending all of the body", request=self._request)


def rearranged(body: bytes, chance: random.Random, is_one_missing: bool) -> bytes:
    """The elements in another order, perhaps without the last of them."""
    told = json.loads(body)
    for value in told.values():
        if isinstance(value, list) and len(value) > 1:
            chance.shuffle(value)
            if is_one_missing:
                value.pop()
    return json.dumps(told).encode()


def with_swapped_ids(body: bytes) -> tuple[bytes, set[str]]:
    """The first two elements under the right names, with each other's id; and those ids."""
    told = json.loads(body)
    swapped: set[str] = set()
    for name, value in told.items():
        key = f"{name[:-1]}ID"
        if isinstance(value, list) and len(value) > 1 and all(key in one for one in value[:2]):
            value[0][key], value[1][key] = value[1][key], value[0][key]
            swapped |= {value[0][key], value[1][key]}
    return json.dumps(told).encode(), swapped
