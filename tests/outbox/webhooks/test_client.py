"""What the other side can do to us, which is little."""

import gzip
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from outbox.webhooks import client
from outbox.webhooks.addresses import Place
from tests.receiver import Receiver, receiving


def test_it_posts_json_and_keeps_the_beginning_of_the_answer(receiver: Receiver) -> None:
    receiver.status, receiver.body = 202, b"x" * 100_000
    outcome = client.post(receiver.url + "?a=b", b'{"x":1}', {"webhook-id": "msg_1"})
    assert outcome.is_delivered
    assert (outcome.status, outcome.error) == (202, "")
    assert outcome.answer == "x" * client.KEPT_CHARACTERS
    [request] = receiver.received
    assert (request.path, request.body) == ("/hook?a=b", b'{"x":1}')
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_it_follows_no_redirect(receiver: Receiver, status: int) -> None:
    with receiving() as other:
        receiver.status, receiver.headers = status, {"Location": other.url}
        outcome = client.post(receiver.url, b"{}", {})
        assert (outcome.status, outcome.is_delivered) == (status, False)
        assert other.received == []


def test_it_asks_no_proxy(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert client.post(receiver.url, b"{}", {}).is_delivered
        assert proxy.received == []


def test_an_answer_that_hangs_is_given_up(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 0.1)
    receiver.talk = lambda handler: time.sleep(1)
    outcome = client.post(receiver.url, b"{}", {})
    assert outcome.status is None
    assert "timed out" in outcome.error
    assert outcome.milliseconds < 900


def _drip(before: bytes, handler: Any) -> None:
    handler.wfile.write(before)
    for _ in range(40):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.03)


def test_an_answer_that_drips_is_cut_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """No single wait is long; the whole is."""
    monkeypatch.setattr(client, "TOTAL_SECONDS", 0.2)
    receiver.talk = lambda handler: _drip(b"", handler)
    outcome = client.post(receiver.url, b"{}", {})
    assert outcome.status is None
    assert outcome.error
    assert outcome.milliseconds < 900


@pytest.mark.parametrize("after", [b"X-Long: ", b"Content-Length: 500\r\n\r\n"])
def test_a_status_counts_where_the_rest_of_the_answer_drips(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, after: bytes
) -> None:
    monkeypatch.setattr(client, "TOTAL_SECONDS", 0.2)
    receiver.talk = lambda handler: _drip(b"HTTP/1.1 200 OK\r\n" + after, handler)
    outcome = client.post(receiver.url, b"{}", {})
    assert outcome.is_delivered
    assert outcome.milliseconds < 900


@pytest.mark.parametrize(
    "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 \xff\xff\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200]
)
def test_what_is_no_answer_is_an_error_in_words(receiver: Receiver, said: bytes) -> None:
    receiver.talk = lambda handler: handler.wfile.write(said)
    outcome = client.post(receiver.url, b"{}", {})
    assert outcome.status is None
    assert 0 < len(outcome.error) <= client.KEPT_ERROR


def test_an_answer_that_is_packed_is_not_unpacked(receiver: Receiver) -> None:
    packed = gzip.compress(b"x" * 2_000_000)
    receiver.headers, receiver.body = {"Content-Encoding": "gzip"}, packed
    outcome = client.post(receiver.url, b"{}", {})
    assert outcome.is_delivered
    assert "xx" not in outcome.answer
    assert len(outcome.answer) <= len(packed)


def test_bytes_that_no_database_takes_are_replaced(receiver: Receiver) -> None:
    receiver.body = b"a\0b\xff"
    assert client.post(receiver.url, b"{}", {}).answer == "a\ufffdb\ufffd"


def test_nobody_listening_is_an_error_in_words(here: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert "refused" in client.post(f"http://127.0.0.1:{port}/", b"{}", {}).error.lower()


def test_a_private_address_is_never_connected_to(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    outcome = client.post(f"http://localhost:{receiver.port}/", b"{}", {})
    assert outcome.status is None
    assert "not a public address" in outcome.error
    assert receiver.received == []


def test_a_name_that_changes_its_address_in_between_gains_nothing(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer is allowed; the second is this machine. It is asked once, and nowhere else connected to."""
    settings.WEBHOOK_ALLOWED_NETWORKS = [ipaddress.ip_network("192.0.2.0/24")]
    answers = ["192.0.2.1", "127.0.0.1"]
    connected = []

    def look_up(host: str, port: int, **kwargs: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    def connect(place: Place) -> socket.socket:
        connected.append(place.where[0])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(client, "connect", connect)
    client.post(f"http://rebinding.example.com:{receiver.port}/", b"{}", {})
    assert connected == ["192.0.2.1"]
    assert answers == ["127.0.0.1"]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for hooks.example.com, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.com")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(here: None, authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver that every name in these tests leads to."""

    def look_up(host: str, port: int, **kwargs: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority)
    with receiving(context) as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        yield receiver


def test_https_checks_the_name_and_not_the_address(
    secure: Receiver, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(authority))
    monkeypatch.setattr(client, "tls", lambda: trusting)
    outcome = client.post(f"https://hooks.example.com:{secure.port}/x", b"{}", {})
    assert outcome.is_delivered, outcome
    assert secure.received[0].headers["host"] == f"hooks.example.com:{secure.port}"
    other = client.post(f"https://other.example.com:{secure.port}/x", b"{}", {})
    assert "other.example.com" in other.error
    assert len(secure.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Receiver) -> None:
    outcome = client.post(f"https://hooks.example.com:{secure.port}/x", b"{}", {})
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.error
    assert secure.received == []


def test_a_handshake_that_hangs_is_cut_off(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "TOTAL_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = client.post(f"https://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    assert outcome.status is None
    assert outcome.milliseconds < 900
