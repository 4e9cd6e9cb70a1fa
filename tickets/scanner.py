"""Asks clamd whether a file has a virus: INSTREAM of its protocol (clamd(8)). Knows no model."""

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

CONNECT_SECONDS = 5.0
# From one answer or chunk to the next.
SECONDS = 60.0
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class ScannerAwayError(Exception):
    """Nobody answers, or not in time: ask again later."""


class NotScannedError(Exception):
    """The scanner cannot look at this file; its words."""


def scan(file: BinaryIO, *, url: str) -> str:
    """Give the virus's name; nothing where there is none. Raises ScannerAwayError and NotScannedError.

    `url` is tcp://host:port or unix:/path.
    """
    try:
        with _connect(url) as line:
            answer = _answer(line, file)
    except OSError as error:
        raise ScannerAwayError(str(error) or type(error).__name__) from error
    words = answer.removeprefix("stream: ")
    if words == "OK":
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND") or "?"
    if not answer:
        raise ScannerAwayError("no answer")
    raise NotScannedError(answer)


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(CONNECT_SECONDS)
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), CONNECT_SECONDS)
    line.settimeout(SECONDS)
    return line


def _answer(line: socket.socket, file: BinaryIO) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It has said why it takes no more, or it is gone.
        answer = _read(line)
        if answer:
            return answer
        raise
    return _read(line)


def _read(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        try:
            more = line.recv(LONGEST_ANSWER)
        except ConnectionResetError:
            break
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
