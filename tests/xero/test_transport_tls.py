"""The same over TLS, as the real Xero is spoken to."""

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from safe_desktop.errors import OfflineError, OutcomeUnknown
from safe_desktop.xero.answers import Answer
from safe_desktop.xero.transport import Call, open_http, send
from tests.xero.real_clock import RealClock
from tests.xero.socket_server import response


def certificate(path: Path) -> Path:
    """A certificate of this machine's own, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


class TlsXero:
    """Answers over TLS: whole, or a byte now and then when asked for /slow."""

    def __init__(self, pem: Path) -> None:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(pem)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._is_over = threading.Event()
        self.address = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.requests: list[bytes] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._is_over.is_set():
            try:
                raw, _address = self._listener.accept()
                raw.settimeout(5)
                with self._context.wrap_socket(raw, server_side=True) as connection:
                    self._answer(connection)
            except OSError:
                continue

    def _answer(self, connection: ssl.SSLSocket) -> None:
        request = b""
        while not request.endswith(b"\r\n\r\n{}"):
            request += connection.recv(65536)
        self.requests.append(request)
        if b"/slow" not in request:
            connection.sendall(response(b"{}"))
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _second in range(400):
            connection.sendall(b"x")
            time.sleep(0.05)

    def close(self) -> None:
        self._is_over.set()
        self._thread.join(10)
        self._listener.close()


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls") / "test.pem")


@pytest.fixture
def xero(pem: Path) -> Iterator[TlsXero]:
    xero = TlsXero(pem)
    yield xero
    xero.close()


def asked(xero: TlsXero, path: str, pem: Path) -> Answer:
    trusting = ssl.create_default_context(cafile=str(pem))
    with open_http(httpx.HTTPTransport(verify=trusting)) as http:
        call = Call("PUT", xero.address + path, body=b"{}", is_write=True)
        return send(http, call, RealClock(), None, 0.5)


def test_a_trusted_certificate_is_spoken_to(xero: TlsXero, pem: Path) -> None:
    assert asked(xero, "/x", pem).body == b"{}"


def test_a_dripping_answer_over_tls_ends_when_the_total_time_is_over(xero: TlsXero, pem: Path) -> None:
    began = time.monotonic()
    with pytest.raises(OutcomeUnknown, match="it took too long"):
        asked(xero, "/slow", pem)
    assert time.monotonic() - began < 8


def test_a_certificate_that_nobody_vouches_for_gets_not_a_byte(xero: TlsXero) -> None:
    with open_http() as http, pytest.raises(OfflineError, match="cannot be reached") as problem:
        send(http, Call("PUT", xero.address + "/x", body=b"{}", is_write=True), RealClock())
    assert "CERTIFICATE_VERIFY_FAILED" in problem.value.detail
    assert xero.requests == []
