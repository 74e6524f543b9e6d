"""Carries calls over real HTTP to a Xero that stores or tells something else than it should, where a test says so."""

import httpx


class BendingTransport(httpx.BaseTransport):
    """Real HTTP; texts of what is told to Xero (`told`) and of what it answers (`answered`) are replaced."""

    def __init__(self) -> None:
        self._real = httpx.HTTPTransport()
        self.told: dict[str, str] = {}
        self.answered: dict[str, str] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the real one."""
        if self.told and request.method in ("PUT", "POST"):
            headers = {name: value for name, value in request.headers.items() if name != "content-length"}
            body = _replaced(request.read(), self.told)
            request = httpx.Request(
                request.method, request.url, headers=headers, content=body, extensions=request.extensions
            )
        response = self._real.handle_request(request)
        if not self.answered or request.method != "GET":
            return response
        response.request = request
        content = _replaced(response.read(), self.answered)
        kept = {
            name: value
            for name, value in response.headers.items()
            if name not in ("content-length", "content-encoding", "transfer-encoding")
        }
        return httpx.Response(response.status_code, headers=kept, content=content, request=request)

    def close(self) -> None:
        """Let go of the connections."""
        self._real.close()


def _replaced(body: bytes, words: dict[str, str]) -> bytes:
    for before, after in words.items():
        body = body.replace(before.encode(), after.encode())
    return body
