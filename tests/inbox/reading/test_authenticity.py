"""Whether the sender is who the mail says: by a server that is trusted, and by nobody else."""

import pytest

from inbox.reading import read

MX = frozenset({"mx.nordsoft.example"})
OWN = "mx.nordsoft.example"
RECEIVED = "from mail.bergs.example by mx.nordsoft.example; Mon, 2 Mar 2026 09:00:00 +0100"


def mail(*heads: tuple[str, str], sender: str = "karin@bergs.example") -> bytes:
    lines = [f"{name}: {value}" for name, value in heads]
    return "\r\n".join([*lines, f"From: {sender}", "Subject: x", "", "Hello.", ""]).encode()


def said(value: str) -> tuple[str, str]:
    return "Authentication-Results", value


def doubt(*heads: tuple[str, str], sender: str = "karin@bergs.example", trusted: frozenset[str] = MX) -> str:
    return read(mail(*heads, sender=sender), trusted=trusted).doubt


FAILED = said(f"{OWN}; spf=fail smtp.mailfrom=evil.example; dmarc=fail (p=NONE) header.from=bergs.example")


@pytest.mark.parametrize(
    "value",
    [
        f"{OWN}; dmarc=pass header.from=bergs.example",
        f"{OWN} 1; dmarc=bestguesspass action=none header.from=bergs.example",
        f"{OWN}; spf=pass smtp.mailfrom=bounce@mail.bergs.example; dkim=none",
        f"{OWN}; spf=softfail smtp.mailfrom=x.example; dkim=pass header.i=@bergs.example header.s=k",
        f"{OWN}; dkim=fail header.d=evil.example; dkim=pass header.d=bergs.example",
        f"{OWN.upper()}; dkim=pass (2048-bit; key; (nested)) header.d=bergs.example",
        f"{OWN}; dmarc=temperror header.from=bergs.example; spf=temperror smtp.mailfrom=x.example",
        f"{OWN}; none",
        f"{OWN}; iprev=pass policy.iprev=192.0.2.1",
    ],
)
def test_a_sender_who_is_confirmed_or_not_judged_is_believed(value: str) -> None:
    assert doubt(said(value)) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (FAILED[1], f"{OWN}: dmarc=fail"),
        (f"{OWN}; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example", f"{OWN}: spf=pass, dkim=pass"),
        (f"{OWN}; spf=none smtp.mailfrom=bergs.example; dkim=none", f"{OWN}: spf=none, dkim=none"),
        (f"{OWN}; spf=pass smtp.mailfrom=example", f"{OWN}: spf=pass"),
        (f"{OWN}; spf=pass smtp.mailfrom=notbergs.example", f"{OWN}: spf=pass"),
        (f"{OWN}; dmarc=pass header.from=evil.example; spf=fail", f"{OWN}: spf=fail"),
    ],
)
def test_a_sender_who_could_be_somebody_else_is_doubted_in_the_servers_words(value: str, words: str) -> None:
    assert doubt(said(value)) == words


def test_nothing_is_believed_of_a_server_that_nobody_trusts() -> None:
    assert doubt(FAILED, trusted=frozenset()) == ""
    assert doubt(FAILED, trusted=frozenset({"other.example"})) == ""
    assert doubt(said("evil.example; dmarc=pass header.from=bergs.example"), FAILED) == f"{OWN}: dmarc=fail"


def test_what_the_sender_has_written_below_counts_for_nothing() -> None:
    forged = said(f"{OWN}; dmarc=pass header.from=bergs.example; dkim=pass header.d=bergs.example")
    assert doubt(FAILED, ("Received", RECEIVED), forged) == f"{OWN}: dmarc=fail"
    assert doubt(FAILED, forged) == f"{OWN}: dmarc=fail"
    alone = said(f"{OWN}; spf=fail smtp.mailfrom=evil.example")
    assert doubt(alone, ("Received", RECEIVED), forged) == f"{OWN}: spf=fail"


def test_the_servers_own_headers_may_be_several_and_stand_around_its_received() -> None:
    dkim, spf = said(f"{OWN}; dkim=pass header.d=bergs.example"), said(f"{OWN}; spf=fail smtp.mailfrom=evil.example")
    assert doubt(("Received", RECEIVED), spf, dkim) == ""
    assert doubt(spf, dkim, ("Received", RECEIVED)) == ""


def test_microsofts_nameless_header_counts_where_it_is_trusted() -> None:
    value = said(
        "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=bergs.example; dkim=none (message not signed) "
        "header.d=none;dmarc=fail action=none header.from=bergs.example;compauth=fail reason=000"
    )
    assert doubt(value) == ""
    assert doubt(value, trusted=frozenset({"microsoft"})) == "microsoft: dmarc=fail"


@pytest.mark.parametrize(
    "value", [";;;;=;", "(((((", f"{OWN};" + "(" * 20_000, f"{OWN}; dmarc", "=?utf-8?q?x?=; dmarc=fail"]
)
def test_what_cannot_be_read_says_nothing(value: str) -> None:
    assert doubt(said(value)) == ""
