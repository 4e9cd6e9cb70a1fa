"""Mail servers that hand messages over by LMTP, and try each again until it is accepted."""

import queue
import smtplib
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

TENANTS = ("nordsoft", "lonhuset")
# Of each sender: less than an hour's share. Two of five messages answer the same sender's one before.
EACH = 25


@dataclass
class Senders:
    """`accepted`: what was answered with 250, by its Message-ID; `again`: how often one was tried again."""

    port: int
    messages: int
    accepted: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    again: int = 0
    _waiting: "queue.SimpleQueue[int]" = field(default_factory=queue.SimpleQueue)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, senders: int) -> None:
        """Begin."""
        for number in range(self.messages):
            self._waiting.put(number)
        self._threads = [threading.Thread(target=self._send_all, daemon=True) for _ in range(senders)]
        for thread in self._threads:
            thread.start()

    @property
    def are_done(self) -> bool:
        """Say whether all is accepted."""
        return not any(thread.is_alive() for thread in self._threads)

    def _send_all(self) -> None:
        client: smtplib.LMTP | None = None
        while True:
            try:
                number = self._waiting.get_nowait()
            except queue.Empty:
                return
            self._wait_for(answers(number, self.messages))
            while True:
                try:
                    client = client or smtplib.LMTP("127.0.0.1", self.port, local_hostname="mx.example")
                    self._send(client, number)
                    break
                except (OSError, smtplib.SMTPException) as error:
                    # As a mail server does: whatever is no clear answer is tried again.
                    if isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600:
                        self.refused.append(f"{number}: {error}")
                        break
                    self.again += 1
                    if client is not None:
                        with suppress(OSError, smtplib.SMTPException):
                            client.close()
                    client = None
                    time.sleep(0.1)

    def _wait_for(self, before: int | None) -> None:
        """Return when the message that the next one answers is with its receiver: nobody answers what was not sent."""
        while before is not None and not self._is_settled(before):
            time.sleep(0.02)

    def _is_settled(self, number: int) -> bool:
        return f"{number}@mx.example" in self.accepted or any(one.startswith(f"{number}: ") for one in self.refused)

    def _send(self, client: smtplib.LMTP, number: int) -> None:
        who = number % people(self.messages)
        sender, tenant = f"p{who}@firm{who % 40}.example", TENANTS[who % len(TENANTS)]
        client.ehlo_or_helo_if_needed()
        for code, words in (client.mail(sender), client.rcpt(f"support@{tenant}.example")):
            if code != 250:
                raise smtplib.SMTPResponseException(code, words)
        code, words = client.data(message(number, sender, answers(number, self.messages)))
        if code != 250:
            raise smtplib.SMTPResponseException(code, words)
        self.accepted[f"{number}@mx.example"] = time.monotonic()


def people(messages: int) -> int:
    """Give how many write."""
    return max(1, messages // EACH)


def answers(number: int, messages: int) -> int | None:
    """Give the message that this one answers; None where it is about something new."""
    return number - people(messages) if number // people(messages) % 5 in (2, 4) else None


def message(number: int, sender: str, before: int | None) -> bytes:
    """Write one."""
    thread = f"In-Reply-To: <{before}@mx.example>\r\n" if before is not None else ""
    return (
        f"From: {sender}\r\nTo: support@example.com\r\nSubject: Print {number}\r\nMessage-ID: <{number}@mx.example>\r\n"
        f"{thread}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"The printer says {number}.\r\nRegards\r\n"
    ).encode()
