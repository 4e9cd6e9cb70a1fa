"""The load: transactions that queue mail through the product's services, some of them rolled back.

`python -m bench.faults.writers --name A --rate 15 --seed 1` until SIGTERM, then it prints JSON. A mail carries its
key as `<<key>>`, and `faults_ledger` gets the key in the same transaction: only what is there has been committed.
"""

import argparse
import json
import random
import signal
import time
from collections import Counter
from datetime import timedelta
from functools import partial

import django
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from embedded.stopping import Stop

ROLLED_BACK = 0.2
REPEATED = 0.05  # the cause before is told of once more, and must not be mailed again
REPLIES = 0.15  # a reply to a ticket; the others are a template's mail straight into the outbox
DUE = 0.04  # a ticket filed so long ago that one of its steps falls due some seconds from now
# Seconds from filing to the steps of a Critical ticket under cover: of its start (15 min) and of its solution (8 h).
AHEAD = (675, 900, 4500, 21600, 28800, 32400)


TEMPLATE = "accounts/webhook_off"  # a short one that asks nothing of the database


class RolledBack(Exception):  # noqa: N818 - no error
    """Meant to be."""


def facts(key: str) -> dict[str, object]:
    """Give what TEMPLATE says, the key in it."""
    return {"endpoint": {"url": f"<<{key}>>"}, "is_gone": False, "url": "http://x.example/"}


class Writer:
    """Writes at a steady pace whatever happens to the servers."""

    def __init__(self, name: str, seed: int) -> None:
        from accounts.models import Tenant

        self._dice = random.Random(seed)
        self._name = name
        self._number = 0
        self._tenants = list(Tenant.objects.values_list("pk", flat=True))
        self.told: Counter[str] = Counter()

    def write(self) -> None:
        """Write one transaction; its fate is what the ledger says."""
        self._number += 1
        key = f"{self._name}-{self._number}"
        roll = self._dice.random()
        try:
            with transaction.atomic():
                self._work(key, roll)
                if self._dice.random() < ROLLED_BACK:
                    raise RolledBack
        except RolledBack:
            self.told["rolled back on purpose"] += 1
        except (DatabaseError, InterfaceError):
            self.told["cut off by the database"] += 1
            connection.close()
            time.sleep(0.1)
        else:
            self.told["written"] += 1

    def _work(self, key: str, roll: float) -> None:
        from accounts.tenancy.context import tenant_context
        from outbox.models import OutboxMessage
        from outbox.services import queue_mail
        from tickets.models import Ticket
        from tickets.services.messages import reply

        with tenant_context(self._dice.choice(self._tenants)):
            now = timezone.now()
            if roll < DUE:
                self._file(key)
                return
            tickets = Ticket.objects.filter(severity="normal").select_related("contact", "tenant", "customer")
            ticket = tickets.order_by("pk")[self._dice.randrange(tickets.count())]
            assert ticket.contact
            if roll < DUE + REPLIES:
                reply(ticket=ticket, actor=self._agent(), text=f"Please try again. <<{key}>>", now=now)
                message = ticket.messages.latest("pk")  # the reply holds the ticket's lock
                queued = OutboxMessage.objects.get(dedupe_key__startswith=f"message:{message.pk}:")
            else:
                invite = partial(
                    queue_mail, dedupe_key=f"faults:{key}", recipient=ticket.contact.email, language="", now=now,
                    template=TEMPLATE, context=facts(key),
                )  # fmt: skip
                found = invite()
                assert found
                queued = found
                if self._dice.random() < REPEATED:
                    assert invite() is None
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO faults_ledger VALUES (%s, %s)", [key, queued.message_id])

    def _file(self, key: str) -> None:
        from contracts.models import Contact
        from tickets.models import Team
        from tickets.services.assignment import assign
        from tickets.services.filing import file_ticket

        contact = Contact.objects.select_related("customer").order_by("pk")[1]
        filed = timezone.now() - timedelta(seconds=self._dice.choice(AHEAD) - self._dice.uniform(2, 15))
        team = Team.objects.get() if self._dice.random() < 0.4 else None
        ticket = file_ticket(
            actor=None, customer=contact.customer, contact=contact, subject=f"Nothing works {key}",
            text="Nothing works.", severity="critical", team=team, now=filed,
        )  # fmt: skip
        if self._dice.random() < 0.3:
            agent = self._agent()
            assign(ticket=ticket, actor=agent, assignee=agent, now=filed)

    def _agent(self):  # type: ignore[no-untyped-def]
        from accounts.models import Membership, Role

        return self._dice.choice(list(Membership.objects.filter(role=Role.AGENT).order_by("pk")))


def main() -> None:
    """Write at the rate; what is late by up to a second is made up for."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.writers")
    parser.add_argument("--name", required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    asked = parser.parse_args()
    django.setup()
    writer = Writer(asked.name, asked.seed)
    stop = Stop()
    stop.on(signal.SIGTERM)
    due = time.monotonic()
    while not stop.wait(max(due - time.monotonic(), 0)):
        writer.write()
        due = max(due + 1 / asked.rate, time.monotonic() - 1)
    print(json.dumps(writer.told))


if __name__ == "__main__":
    main()
