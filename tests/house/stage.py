"""What the access test's addresses point at: one of each thing."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import ApiToken, Invitation, Role, TenantLogo
from accounts.services.logo import put_logo
from accounts.services.tokens import hash_token, issue_token
from contracts.models import (
    CalendarFeed,
    CampaignLetter,
    Newsletter,
    Notice,
    NoticeSettings,
    Partner,
    PlanChange,
    PlanVersion,
    PriceList,
    PublicRequest,
    TermsVersion,
)
from contracts.notices.services.writing import NoticeCard, publish_notice, write_notice
from contracts.selectors.plans import newest_version
from contracts.services.campaigns import Asked, create_campaign, send_campaign
from contracts.services.plan_changes import hand_in_signed, request_change
from inbox.models import ImapAccount, InboundMail, UnwantedSender
from outbox.models import OutboxMessage, SigningKey, WebhookEndpoint
from outbox.sealing import seal
from outbox.webhooks.endpoints import add_endpoint, send_test
from sla.models import Severity
from surveys.models import Answer, FollowUp
from surveys.models import Invitation as Survey
from surveys.tokens import token_hash
from tests.cast import Cast
from tests.factories import make_ticket
from tests.inbox.post import letter, take
from tests.logos import picture
from tickets.models import (
    Article,
    Attachment,
    Booking,
    BulkChange,
    CustomField,
    DraftFile,
    Macro,
    Mailbox,
    RemoteSession,
    Rota,
    SavedView,
    Tag,
    Ticket,
    TicketLink,
    TicketWatcher,
    TimeEntry,
)
from tickets.services.articles import Written, publish_article, write_article
from tickets.services.attachments import store_files
from tickets.services.drafts import add_picture
from tickets.services.filing import file_ticket
from tickets.services.rotas import RotaCard, add_turn, create_rota
from tickets.services.saved_views import save_view
from tickets.services.time import log_time


@dataclass
class Stage:
    """What the addresses point at, made when first asked for. The ticket is Karin's, and the consultant has it."""

    cast: Cast

    @cached_property
    def ticket(self) -> Ticket:
        cast = self.cast
        ticket = file_ticket(
            actor=cast.karin.membership,
            customer=cast.customer,
            contact=cast.karin,
            subject="Invoices cannot be printed",
            text="Since this morning.",
            severity=Severity.NORMAL,
            now=timezone.now(),
        )
        Ticket.objects.filter(pk=ticket.pk).update(assignee=cast.consultant)
        ticket.refresh_from_db()
        return ticket

    @cached_property
    def link(self) -> TicketLink:
        return TicketLink.objects.create(
            ticket=self.ticket, other=make_ticket(self.cast), kind=TicketLink.Kind.RELATED, at=timezone.now()
        )

    @cached_property
    def session(self) -> RemoteSession:
        now = timezone.now()
        facts = {"consent_by": "Karin", "consent_at": now, "purpose": "Look", "started_at": now}
        return RemoteSession.objects.create(ticket=self.ticket, agent=self.cast.agent, **facts)

    @cached_property
    def other_version(self) -> PlanVersion:
        return newest_version(self.cast.plans["premium"])

    @cached_property
    def plan_change(self) -> PlanChange:
        """Karin's request, with a scan."""
        who: Any = {"actor": self.cast.karin.membership, "now": timezone.now()}
        change = request_change(contract=self.cast.contract, to_version=self.other_version, **who)
        return hand_in_signed(change=change, file=SimpleUploadedFile("signed.pdf", b"%PDF-1.7"), **who)

    @cached_property
    def plan_letter(self) -> CampaignLetter:
        """A letter that waits for Karin's answer."""
        now = timezone.now()
        asked = Asked("Plans", "Choose.", (now + timedelta(days=30)).date(), [self.other_version], self.other_version)
        plans = [self.cast.plans["professional"]]
        campaign = create_campaign(asked=asked, plans=plans, actor=self.cast.manager, now=now)
        return send_campaign(campaign=campaign, actor=self.cast.manager, now=now).letters.get()

    @cached_property
    def partner(self) -> Partner:
        return Partner.objects.create(
            product=self.cast.product, name="Partner", email="partner@partner.example", valid_from="2026-01-01"
        )

    @cached_property
    def price_list(self) -> PriceList:
        plan = self.cast.plans["basic"]
        return PriceList.objects.create(
            plan=plan, currency="SEK", valid_from=date(2100, 1, 1), base=1, created_at=timezone.now()
        )

    @cached_property
    def time_entry(self) -> TimeEntry:
        return log_time(ticket=self.ticket, actor=self.cast.consultant, minutes=30, now=timezone.now())

    @cached_property
    def tag(self) -> Tag:
        return Tag.objects.create(name="payments")

    @cached_property
    def watcher(self) -> TicketWatcher:
        address = "else@customer.example"
        return TicketWatcher.objects.create(ticket=self.ticket, email=address, added_at=timezone.now())

    @cached_property
    def copied(self) -> TicketWatcher:
        """A colleague of Karin's."""
        return TicketWatcher.objects.create(ticket=self.ticket, contact=self.cast.lars, added_at=timezone.now())

    @cached_property
    def field(self) -> CustomField:
        return CustomField.objects.create(product=self.cast.product, name="Version", kind=CustomField.Kind.TEXT)

    @cached_property
    def token(self) -> ApiToken:
        return issue_token(actor=self.cast.admin, name="Reports")[0]

    @cached_property
    def invitation(self) -> Invitation:
        return Invitation.objects.create(
            email="new@nordsoft.example",
            name="New",
            role=Role.AGENT,
            invited_by=self.cast.admin,
            token_hash=hash_token("secret"),
            expires_at=timezone.now() + timedelta(days=1),
        )

    @cached_property
    def attachment(self) -> Attachment:
        (kept,) = store_files(
            self.ticket.messages.get(), [SimpleUploadedFile("print.txt", b"No printer.")], now=timezone.now()
        )
        return kept

    @cached_property
    def notice(self) -> Notice:
        """About all products, and published."""
        card = NoticeCard(title_sv="Ny version", text_sv="Den är här.")
        draft = write_notice(kind="release", actor=self.cast.agent, card=card, now=timezone.now())
        return publish_notice(notice=draft, actor=self.cast.agent, now=timezone.now())

    @cached_property
    def newsletter(self) -> Newsletter:
        """Sent, with the notice in it."""
        now = timezone.now()
        values = {"status": "sent", "since": now, "until": now, "composed_at": now, "sent_at": now}
        newsletter = Newsletter.objects.create(issued_on=now.date(), **values)
        newsletter.items.create(notice=self.notice, position=0)
        return newsletter

    @cached_property
    def notice_settings(self) -> NoticeSettings:
        return NoticeSettings.objects.create(has_public_calendar=True)

    @cached_property
    def feed(self) -> CalendarFeed:
        return CalendarFeed.objects.create(contact=self.cast.karin)

    @cached_property
    def terms(self) -> TermsVersion:
        return TermsVersion.objects.create(
            number=1,
            valid_from="2026-01-01",
            text_sv="Villkor",
            status=TermsVersion.Status.PUBLISHED,
            created_at=timezone.now(),
            published_at=timezone.now(),
        )

    @cached_property
    def article(self) -> Article:
        written = Written(title="Printing invoices", text="Restart the printer.", language="en", product=None)
        draft = write_article(actor=self.cast.agent, now=timezone.now(), written=written)
        return publish_article(article=draft, actor=self.cast.agent, now=timezone.now())

    @cached_property
    def draft_picture(self) -> DraftFile:
        """A picture in the consultant's draft."""
        return add_picture(
            ticket=self.ticket,
            actor=self.cast.consultant,
            kind="reply",
            file=SimpleUploadedFile("image.png", b"\x89PNG", "image/png"),
            now=timezone.now(),
        )

    @cached_property
    def macro(self) -> Macro:
        """Everybody's: managers keep it."""
        return Macro.objects.create(name="Ask for a picture", text_en="Please send a picture.")

    @cached_property
    def left_mail(self) -> InboundMail:
        return take(self.cast, letter(precedence="bulk"), now=timezone.now())

    @cached_property
    def unwanted(self) -> UnwantedSender:
        return UnwantedSender.objects.create(
            pattern="@shop.example", added_by=self.cast.agent, added_at=timezone.now(), ticket=self.ticket
        )

    @cached_property
    def webhook(self) -> WebhookEndpoint:
        url, kinds = "https://hooks.example.com/", ["ticket.created"]
        actor = self.cast.admin
        return add_endpoint(url=url, kinds=kinds, description="", actor=actor, now=timezone.now())[0]

    @cached_property
    def webhook_delivery(self) -> OutboxMessage:
        return send_test(endpoint=self.webhook, actor=self.cast.admin, now=timezone.now())

    @cached_property
    def imap_account(self) -> ImapAccount:
        mailbox = Mailbox.objects.create(address="fetched@nordsoft.example")
        return ImapAccount.objects.create(mailbox=mailbox, host="mail.example", user="x", sealed_password=seal("x"))

    @cached_property
    def logo(self) -> TenantLogo:
        return put_logo(file=SimpleUploadedFile("logo.png", picture()), actor=self.cast.admin, now=timezone.now())

    @cached_property
    def signing_key(self) -> SigningKey:
        return SigningKey.objects.create(
            domain="nordsoft.example", selector="d1", private="-", public="-", created_at=timezone.now()
        )

    @cached_property
    def registration(self) -> PublicRequest:
        now = timezone.now()
        return PublicRequest.objects.create(
            kind=PublicRequest.Kind.ACCESS,
            state=PublicRequest.State.WAITING,
            name="Eva Ek",
            email="eva@bergsbygg.example",
            company="Bergs Bygg",
            sent_at=now,
            confirmed_at=now,
        )

    @cached_property
    def rota(self) -> Rota:
        """Who is on call, with a turn."""
        now, manager = timezone.now(), self.cast.manager
        card = RotaCard(weekday=0, at=time(9), first_on=now.date(), members=[manager])
        rota = create_rota(actor=manager, team=None, card=card)
        turn: Any = {"member": manager, "rank": 1, "begins_at": now, "ends_at": now + timedelta(days=1)}
        add_turn(rota=rota, actor=manager, now=now, **turn)
        return rota

    @cached_property
    def saved_view(self) -> SavedView:
        return save_view(actor=self.cast.agent, name="Urgent", query="severity=critical")

    @cached_property
    def bulk_change(self) -> BulkChange:
        return BulkChange.objects.create(actor=self.cast.agent, at=timezone.now(), before=[])

    @cached_property
    def survey(self) -> Survey:
        now = timezone.now()
        return Survey.objects.create(
            ticket=self.ticket,
            contact=self.cast.karin,
            resolved_at=now,
            send_at=now,
            sent_at=now,
            state=Survey.State.SENT,
            token_hash=token_hash("secret"),
            language="sv",
            expires_at=now + timedelta(days=30),
        )

    @cached_property
    def follow_up(self) -> FollowUp:
        now = timezone.now()
        answer = Answer.objects.create(invitation=self.survey, score=2, answered_at=now)
        return FollowUp.objects.create(answer=answer, due_at=now + timedelta(days=2))

    @cached_property
    def booking(self) -> Booking:
        """A sparring of Karin's with the consultant that is over, its result sent."""
        now, path = timezone.now(), default_storage.save("result", ContentFile(b"All is well."))
        return Booking.objects.create(
            contract=self.cast.contract,
            service="sparring",
            starts_at=now - timedelta(hours=2),
            minutes=60,
            covered_minutes=60,
            year=now.year,
            consultant=self.cast.consultant,
            contact=self.cast.karin,
            status=Booking.Status.HELD,
            booked_by=self.cast.agent,
            booked_at=now,
            result_name="result.txt",
            result_path=path,
            result_sent_at=now,
        )
