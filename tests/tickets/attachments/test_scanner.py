"""What is said to clamd and understood of its answers."""

import socket
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from tests.tickets.attachments.clamd import EICAR, Clamd, clamd
from tickets import scanner
from tickets.scanner import CHUNK, NotScannedError, ScannerAwayError, scan


@pytest.fixture
def running() -> Iterator[tuple[str, Clamd]]:
    with clamd() as found:
        yield found


@pytest.mark.parametrize("content", [b"", b"x", b"x" * CHUNK, b"y" * (2 * CHUNK + 1)])
def test_a_clean_file_is_sent_whole(running: tuple[str, Clamd], content: bytes) -> None:
    url, server = running
    assert scan(BytesIO(content), url=url) == ""
    assert server.seen == [content]


def test_a_virus_is_named(running: tuple[str, Clamd]) -> None:
    assert scan(BytesIO(b"before" + EICAR), url=running[0]) == "Eicar-Signature"


def test_by_a_socket_in_the_file_system(tmp_path: Path) -> None:
    with clamd(tmp_path / "clamd.ctl") as (url, _server):
        assert scan(BytesIO(EICAR), url=url) == "Eicar-Signature"


def test_a_file_larger_than_it_takes_is_not_clean(running: tuple[str, Clamd]) -> None:
    running[1].most = 1000
    with pytest.raises(NotScannedError, match="size limit exceeded"):
        scan(BytesIO(b"x" * 20_000_000), url=running[0])


@pytest.mark.parametrize(
    ("says", "error"),
    [
        (b"", ScannerAwayError),
        (b"stream: Can't allocate memory ERROR\0", NotScannedError),
        (b"stream: OKAY\0", NotScannedError),
        (b"UNKNOWN COMMAND\0", NotScannedError),
        (b"\xff" * 10_000, NotScannedError),
    ],
)
def test_an_answer_that_is_not_ok_is_not_clean(running: tuple[str, Clamd], says: bytes, error: type[Exception]) -> None:
    running[1].says = says
    with pytest.raises(error):
        scan(BytesIO(b"x"), url=running[0])


def test_an_answer_without_its_end(running: tuple[str, Clamd]) -> None:
    running[1].says = b"stream: Win.Test FOUND"
    assert scan(BytesIO(b"x"), url=running[0]) == "Win.Test"


def test_nobody_there() -> None:
    for url in ("tcp://127.0.0.1:1", "unix:/nowhere/clamd.ctl", "tcp://nowhere.invalid:3310"):
        with pytest.raises(ScannerAwayError):
            scan(BytesIO(b"x"), url=url)


def test_silence_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.1)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, pytest.raises(ScannerAwayError):
        scan(BytesIO(b"x"), url=f"tcp://127.0.0.1:{silent.getsockname()[1]}")
