"""How admin addresses answer: JSON, and a refusal as a 400 with one sentence in `error`. Knows no address."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from safe_desktop.practice.practice_refusals import Invalid, NoSuchResource, Refused
from safe_desktop.practice.record_shelf import as_json, from_json


def answer(value: object, status: int = 200) -> Response:
    """A JSON answer of an admin address."""
    return Response(as_json(value), status, media_type="application/json")


def refused(sentence: str, status: int = 400) -> Response:
    """A refusal of an admin address."""
    return answer({"error": sentence}, status)


async def wishes_in(request: Request) -> dict[str, object]:
    """What was sent, as a dictionary; ValueError when it is no JSON object."""
    body = await request.body()
    value = from_json(body) if body.strip() else {}
    if not isinstance(value, dict):
        raise ValueError("Send a JSON object.")
    as_json(value)  # what cannot be written as UTF-8 again cannot be kept either: ValueError
    return value


def guarded(
    handler: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """The handler with its refusals turned into sentences."""

    async def run(request: Request) -> Response:
        try:
            return await handler(request)
        except Invalid as invalid:
            return refused(" ".join(invalid.messages))
        except NoSuchResource:
            return refused("There is no such record.", 404)
        except Refused as wrong:
            return refused(str((wrong.body or {}).get("Message", "Refused.")))
        except (ValueError, TypeError, KeyError) as wrong:
            return refused(f"That could not be understood: {wrong}")

    return run
