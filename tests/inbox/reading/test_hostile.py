"""Mails that are made to take long, or to hide what they bring: each is read within a moment."""

import gzip
import time
from collections.abc import Callable

import pytest

from inbox.reading import Letter, read
from inbox.reading.letter import Refusal

# Of the processor's time. Each of them took minutes.
MOST = 5.0


def text(body: str, kind: str = "text/plain", subject: str = "x") -> bytes:
    return f"From: l@b.example\nSubject: {subject}\nContent-Type: {kind}; charset=utf-8\n\n{body}".encode()


LONG: dict[str, Callable[[], bytes]] = {
    "empty lines": lambda: text("\n" * 190_000 + "x"),
    "lines of a space": lambda: text(" \n" * 95_000 + "x"),
    "flowed": lambda: text(" \n" * 95_000 + "x", kind="text/plain; format=flowed"),
    "pictures that begin": lambda: text("![" * 95_000),
    "divs in divs": lambda: text("<div>" * 300_000 + "hej", kind="text/html"),
    "spaces": lambda: text(" " * 400_000 + "<p>hej", kind="text/html"),
    "quotes in quotes": lambda: text("<blockquote>" * 90 + "hej\n" * 200_000, kind="text/html"),
    "a table of everything": lambda: text("<table>" + ("<tr>" + "<td>a</td>" * 30 + "</tr>") * 300, kind="text/html"),
}


@pytest.mark.parametrize("name", LONG)
def test_is_read_in_a_moment(name: str) -> None:
    raw, began = LONG[name](), time.process_time()
    assert read(raw).text
    assert time.process_time() - began < MOST


def with_file(name: str, content: bytes) -> Letter:
    head = (
        "From: l@b.example\r\nSubject: x\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Disposition: attachment; {name}\r\n\r\n"
    )
    return read(head.encode() + content)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("filename*=utf-8''annexe%E2%80%AEfdp.exe", "annexefdp.exe"),
        ('filename="con\u200b.txt"', "con.txt"),
        ('filename="räkning.pdf"', "räkning.pdf"),
        ('filename="../../etc/passwd.txt"', "passwd.txt"),
        ('filename="C:\\\\Users\\\\x\\\\bill.pdf.exe"', "bill.pdf.exe"),
    ],
)
def test_a_name_is_what_is_seen_of_it(said: str, name: str) -> None:
    assert [file.name for file in with_file(said, b"hej").files] == [name]


def test_a_gzip_that_becomes_far_too_large_is_refused() -> None:
    bomb = gzip.compress(bytes(30_000_000), mtime=0)
    assert [one.reason for one in with_file("filename=logs.tar.gz", bomb).refused] == [Refusal.BOMB]
    twice = gzip.compress(b"x", mtime=0) + bomb
    assert [one.reason for one in with_file("filename=logs.gz", twice).refused] == [Refusal.BOMB]


@pytest.mark.parametrize("content", [gzip.compress(b"log\n" * 10_000, mtime=0), b"\x1f\x8bno gzip", b"\x1f\x8b"])
def test_an_honest_gzip_and_one_that_nobody_can_open_are_kept(content: bytes) -> None:
    letter = with_file("filename=logs.gz", content)
    assert ([file.name for file in letter.files], list(letter.refused)) == (["logs.gz"], [])
