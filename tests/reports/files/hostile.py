"""A desk where one of each thing is there, and everything that can be named is named like a formula."""

from datetime import timedelta
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast as AsText
from django.db.models.functions import Concat

from accounts.models import ApiToken, Export, Invitation, User
from contracts.models import (
    ConsultancyRate,
    Contact,
    Contract,
    Customer,
    Partner,
    PayslipCount,
    Plan,
    PlanChange,
    PriceList,
    Product,
    PublicRequest,
)
from inbox.models import InboundMail, UnwantedSender
from outbox.models import OutboxMessage, WebhookEndpoint
from surveys.models import Answer, FollowUp
from surveys.models import Invitation as Survey
from tests.cast import Cast
from tests.factories import make_ticket
from tests.house.stage import Stage
from tests.reports.conftest import NOW
from tickets.models import (
    Alert,
    Article,
    Deflection,
    Macro,
    PayrollRun,
    SlaClock,
    Tag,
    Team,
    Ticket,
    TicketEvent,
    TimeEntry,
)

HOSTILE = "=HYPERLINK(1)"
# What of the stage stands on a page that has a file.
SET = (
    "plan_letter", "invitation", "webhook_delivery", "left_mail", "imap_account", "registration", "rota", "time_entry",
    "newsletter", "booking", "tag", "macro", "partner", "price_list", "unwanted",
)  # fmt: skip


def make_hostile(cast: Cast) -> Stage:
    """Give the stage, all of it named."""
    stage = Stage(cast)
    for name in SET:
        getattr(stage, name)
    ApiToken.objects.create(membership=cast.admin, is_tenant_wide=True, token_hash="1")
    assert cast.karin.membership
    ApiToken.objects.create(membership=cast.karin.membership, token_hash="2")
    Export.objects.create(member=cast.manager, at=NOW, name=HOSTILE, path="/", rows=1)
    plan = Plan.objects.first()
    assert plan
    ticket = make_ticket(cast, now=NOW - timedelta(days=8), severity="high", subject=HOSTILE)
    PlanChange.objects.create(
        contract=cast.contract, from_version=cast.contract.plan_version, to_version=stage.other_version,
        status=PlanChange.Status.REFUSED, requested_at=NOW, ended_at=NOW, notice_months=1, reason=HOSTILE,
    )  # fmt: skip
    Contract.objects.update(plan=plan, plan_version=plan.versions.first())
    Ticket.objects.update(product=cast.product, team=cast.team)
    PriceList.objects.create(
        plan=plan, currency=cast.contract.currency, valid_from="2026-01-01", base=100, created_at=NOW
    )
    ConsultancyRate.objects.get_or_create(valid_from="2026-01-01", defaults={"amount": 1000, "currency": "SEK"})
    SlaClock.objects.update(due_at=NOW - timedelta(days=1))
    SlaClock.objects.filter(ticket=stage.ticket).update(due_at=NOW + timedelta(hours=1))
    TicketEvent.objects.create(ticket=ticket, kind="reopened", at=NOW)
    article = Article.objects.create(title=HOSTILE, text="-", language="en", updated_at=NOW)
    Deflection.objects.create(contact=cast.karin, subject=HOSTILE, article=article, at=NOW)
    PayslipCount.objects.create(customer=cast.customer, month="2026-05-01", count=7, source="page", entered_at=NOW)
    clock = SlaClock.objects.filter(ticket=ticket).first()
    assert clock
    Alert.objects.create(clock=clock, ticket=ticket, step="breach", receiver=cast.admin, due_at=NOW, raised_at=NOW)
    PayrollRun.objects.create(customer=cast.customer, run_id=HOSTILE, month="2026-05-01", carried_out_at=NOW)
    _surveys(cast, ticket)
    for model, field in NAMES:
        # Some have to be called otherwise than the others.
        model.objects.update(**{field: Concat(Value(HOSTILE), AsText("pk", CharField()))})
    OutboxMessage.objects.filter(endpoint=None).update(recipient=HOSTILE)
    User.objects.filter(pk=cast.colleague.user_id).update(name=HOSTILE)
    return stage


NAMES: list[tuple[Any, str]] = [
    *((model, "name") for model in (Customer, Product, Team, Contact, Plan, Invitation, ApiToken, Tag, Macro, Partner)),
    *((OutboxMessage, "subject"), (OutboxMessage, "last_error"), (WebhookEndpoint, "description")),
    *(
        (InboundMail, "subject"),
        (UnwantedSender, "pattern"),
        (PublicRequest, "company"),
        (PublicRequest, "name"),
        (TimeEntry, "note"),
    ),
]


def _surveys(cast: Cast, ticket: Ticket) -> None:
    """One survey was answered by a detractor, the other was not sent."""
    for number in (1, 2):
        at = NOW - timedelta(days=number)
        asked = Survey.objects.create(
            ticket=ticket, contact=cast.karin, resolved_at=at, send_at=at, sent_at=at if number == 1 else None,
            state="sent" if number == 1 else "not_sent", reason="" if number == 1 else "recent",
        )  # fmt: skip
        if number == 1:
            answer = Answer.objects.create(
                invitation=asked, score=2, reason=HOSTILE, improvement=f"{HOSTILE} {HOSTILE}", answered_at=at
            )
            FollowUp.objects.create(answer=answer, due_at=NOW)
