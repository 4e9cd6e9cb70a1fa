"""Who may open which address. One line for each; a new address without a line fails tests/house/test_access.py.

    "desk:ticket": Page(DESK, _ticket),
    "desk:glance": Page(DESK, _ticket),

names the roles that are let in (accounts/access.py: the same set stands in the view's @roles) and what fills the
address's arguments from the stage. PUBLIC is for @login_not_required. A view of the interface for programs names its
roles method by method, in the view's `allowed` and here, and answers 401 to an anonymous caller:

    "api:ticket": Page({"GET": EVERYBODY, "PUT": AGENTS}, _ticket),
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.access import ADMINS, AGENTS, CUSTOMERS, DESK, EVERYBODY, MANAGERS
from accounts.models import Role
from accounts.months import add_months
from contracts.notices.tokens import feed_token, unsubscribe_token
from tests.house.stage import Stage
from tickets.models import Ticket
from tickets.stopping import company_token

Roles = frozenset[Any]
PUBLIC: Roles = frozenset({"public"})
NOBODY: Roles = frozenset()


Arguments = Callable[[Stage], dict[str, Any]]


def _nothing(stage: Stage) -> dict[str, Any]:
    return {}


def _ticket(stage: Stage) -> dict[str, Any]:
    return {"number": stage.ticket.number}


def _customer(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.ticket.customer_id}


def _customer_of(stage: Stage) -> dict[str, Any]:
    return {"customer": stage.ticket.customer_id}


def _month_over(stage: Stage) -> dict[str, Any]:
    """The month before this one, in which the customer had a ticket."""
    this_month = timezone.localdate().replace(day=1)
    opened = timezone.now() - timedelta(days=40)
    Ticket.objects.filter(pk=stage.ticket.pk).update(opened_at=opened)
    return {"month": add_months(this_month, -1)}


def _customer_month(stage: Stage) -> dict[str, Any]:
    return _customer_of(stage) | _month_over(stage)


def _calendar(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.cast.calendar.pk}


def _policy(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.cast.policy.pk}


def _month(stage: Stage) -> dict[str, Any]:
    return {"month": date(2026, 3, 1)}


def _contract(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.cast.contract.pk}


def _notice(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.notice.pk}


def _newsletter(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.newsletter.pk}


def _public_calendar(stage: Stage) -> dict[str, Any]:
    assert stage.notice_settings.has_public_calendar
    return {}


def _terms(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.terms.pk}


def _plan(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.cast.plans["professional"].pk}


def _plan_change(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.plan_change.pk}


def _plan_choice(stage: Stage) -> dict[str, Any]:
    return {"contract": stage.cast.contract.pk, "version": stage.other_version.pk}


def _plan_letter(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.plan_letter.pk}


def _booking(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.booking.pk}


def _quota(stage: Stage) -> dict[str, Any]:
    return {"contract": stage.ticket.contract_id, "service": "legal", "year": timezone.now().year}


def _rota(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.rota.pk}


def _signing_key(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.signing_key.pk}


def _mail_word(stage: Stage) -> dict[str, Any]:
    return {"mail": "reply", "language": "sv"}


def _member(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.cast.colleague.pk}


def _invitation(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.invitation.pk}


def _invitation_link(stage: Stage) -> dict[str, Any]:
    return {"token": "secret"} if stage.invitation else {}


def _attachment(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.attachment.pk}


def _article(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.article.pk}


def _mailbox(stage: Stage) -> dict[str, object]:
    return {"pk": stage.imap_account.mailbox_id}


def _mail(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.left_mail.pk}


def _webhook(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.webhook.pk}


def _macro(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.macro.pk}


def _survey(stage: Stage) -> dict[str, Any]:
    return {"token": "secret"} if stage.survey else {}


def _follow_up(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.follow_up.pk}


def _reset(stage: Stage) -> dict[str, Any]:
    return {"uidb36": "1", "key": "set-password"}


@dataclass(frozen=True)
class Page:
    """One address: the roles let in (all methods alike, or method by method), its arguments, what a POST carries."""

    who: Roles | dict[str, Roles]
    arguments: Arguments = _nothing
    data: dict[str, Any] = field(default_factory=dict)
    # Whose the thing at this address is: the others are let in by the view and told 404 by its rules.
    own: Roles | None = None

    def let_in(self, method: str) -> Roles:
        """Give the roles whom the view lets in with this method."""
        return self.who.get(method, NOBODY) if isinstance(self.who, dict) else self.who

    def answered(self, method: str) -> Roles:
        """Give the roles that get an answer other than 404."""
        return self.let_in(method) if self.own is None else self.own

    @property
    def methods(self) -> tuple[str, ...]:
        """Give the methods to try: a page's forms only get and post."""
        return ("GET", "POST", "PUT", "PATCH", "DELETE") if isinstance(self.who, dict) else ("GET", "POST")


PAGES: dict[str, Page] = {
    "home": Page(EVERYBODY),
    # Signing in
    "account_login": Page(PUBLIC),
    "account_logout": Page(PUBLIC),
    "account_inactive": Page(PUBLIC),
    "account_signup": Page(PUBLIC),
    "account_change_password": Page(EVERYBODY),
    "account_set_password": Page(EVERYBODY),
    "account_reset_password": Page(PUBLIC),
    "account_reset_password_done": Page(PUBLIC),
    "account_reset_password_from_key": Page(PUBLIC, _reset),
    "account_reset_password_from_key_done": Page(PUBLIC),
    # Accounts
    "accounts:language": Page(PUBLIC, data={"language": "da"}),
    "accounts:profile": Page(EVERYBODY),
    "accounts:away": Page(DESK),
    "accounts:invitation": Page(PUBLIC, _invitation_link),
    "accounts:tokens": Page(EVERYBODY),
    "accounts:admin_tokens": Page(ADMINS),
    "accounts:token_revocation": Page(EVERYBODY, lambda stage: {"pk": stage.token.pk}, own=ADMINS),
    "accounts:admin_users": Page(ADMINS),
    "accounts:member_role": Page(ADMINS, _member),
    "accounts:member_deactivation": Page(ADMINS, _member),
    "accounts:member_activation": Page(ADMINS, _member),
    "accounts:invitation_sending": Page(ADMINS, _invitation),
    "accounts:invitation_withdrawal": Page(ADMINS, _invitation),
    "inbox:mailboxes": Page(ADMINS),
    "inbox:mailbox_new": Page(ADMINS),
    "inbox:mailbox": Page(ADMINS, _mailbox),
    "inbox:mailbox_removal": Page(ADMINS, _mailbox),
    "inbox:account": Page(ADMINS, _mailbox),
    "inbox:account_removal": Page(ADMINS, _mailbox),
    "inbox:sign_in": Page(ADMINS, _mailbox),
    "inbox:signed_in": Page(ADMINS),
    "inbox:mails": Page(MANAGERS),
    "inbox:mail": Page(MANAGERS, _mail),
    "inbox:mail_raw": Page(ADMINS, _mail),
    "inbox:mail_reading": Page(MANAGERS, _mail),
    "inbox:mail_taking_up": Page(MANAGERS, _mail),
    "inbox:ticket_spam": Page(AGENTS, _ticket),
    "inbox:ticket_not_spam": Page(AGENTS, _ticket),
    "inbox:unwanted": Page(MANAGERS),
    "inbox:unwanted_removal": Page(MANAGERS, lambda stage: {"pk": stage.unwanted.pk}),
    "accounts:logo": Page(ADMINS),
    "accounts:logo_removal": Page(ADMINS),
    "accounts:logo_picture": Page(PUBLIC, lambda stage: {"version": stage.logo.version}),
    "accounts:signing_keys": Page(ADMINS),
    "accounts:signing_key_use": Page(ADMINS, _signing_key),
    "accounts:signing_key_removal": Page(ADMINS, _signing_key),
    "accounts:outgoing": Page(ADMINS),
    "accounts:outgoing_sending": Page(ADMINS),
    "accounts:outgoing_giving_up": Page(ADMINS),
    "accounts:exports": Page(ADMINS),
    "accounts:webhooks": Page(ADMINS),
    "accounts:webhook_new": Page(ADMINS),
    "accounts:webhook": Page(ADMINS, _webhook),
    "accounts:webhook_edit": Page(ADMINS, _webhook),
    "accounts:webhook_secret": Page(ADMINS, _webhook),
    "accounts:webhook_test": Page(ADMINS, _webhook),
    "accounts:webhook_switch": Page(ADMINS, _webhook),
    "accounts:webhook_failed": Page(ADMINS, _webhook),
    "accounts:webhook_removal": Page(ADMINS, _webhook),
    "accounts:webhook_delivery": Page(ADMINS, lambda stage: {"pk": stage.webhook_delivery.pk}),
    "accounts:webhook_sending": Page(ADMINS, lambda stage: {"pk": stage.webhook_delivery.pk}),
    # Open forms
    "public:registration": Page(PUBLIC),
    "public:enquiry": Page(PUBLIC),
    "public:sent": Page(PUBLIC),
    "public:confirmation": Page(PUBLIC, lambda stage: {"token": "secret"}),
    # Desk
    "desk:queue": Page(DESK),
    "desk:bulk": Page(DESK),
    "desk:selection_merge": Page(DESK),
    "desk:selection_merging": Page(DESK),
    "desk:bulk_undo": Page(DESK, lambda stage: {"pk": stage.bulk_change.pk}, own=frozenset({Role.AGENT})),
    "desk:columns": Page(DESK),
    "desk:view_new": Page(DESK),
    "desk:view": Page(DESK, lambda stage: {"pk": stage.saved_view.pk}, own=frozenset({Role.AGENT})),
    "desk:palette": Page(DESK),
    "desk:alerts": Page(DESK),
    "desk:alert_failures": Page(MANAGERS),
    "desk:search": Page(DESK),
    "desk:similar": Page(DESK, _ticket),
    "desk:articles": Page(DESK),
    "desk:article_new": Page(AGENTS),
    "desk:article": Page(DESK, _article),
    "desk:article_edit": Page(AGENTS, _article),
    "desk:article_publication": Page(AGENTS, _article),
    "desk:article_retirement": Page(AGENTS, _article),
    "desk:notifications": Page(DESK),
    "desk:bell": Page(DESK),
    "desk:notification_settings": Page(DESK),
    "desk:settings": Page(AGENTS),
    "desk:customers": Page(DESK),
    "desk:customer": Page(DESK, _customer),
    "desk:contact_invitation": Page(AGENTS, lambda stage: {"pk": stage.cast.karin.pk}),
    "desk:registrations": Page(AGENTS),
    "desk:registration": Page(AGENTS, lambda stage: {"pk": stage.registration.pk}),
    "desk:registration_refusal": Page(AGENTS, lambda stage: {"pk": stage.registration.pk}),
    "desk:registration_spam": Page(AGENTS, lambda stage: {"pk": stage.registration.pk}),
    "desk:customer_domains": Page(AGENTS, _customer),
    "desk:customer_conversion": Page(AGENTS, _customer),
    "desk:customer_new": Page(AGENTS),
    "desk:customer_edit": Page(AGENTS, _customer),
    "desk:contact_new": Page(AGENTS, lambda stage: {"customer": stage.cast.customer.pk}),
    "desk:contact_edit": Page(AGENTS, lambda stage: {"pk": stage.cast.lars.pk}),
    "desk:contact_address": Page(AGENTS, lambda stage: {"pk": stage.cast.lars.pk}),
    "desk:contract_new": Page(MANAGERS, lambda stage: {"customer": stage.cast.customer.pk}),
    "desk:contracts": Page(AGENTS),
    "desk:contract": Page(AGENTS, _contract),
    "desk:contract_edit": Page(MANAGERS, _contract),
    "desk:contract_activation": Page(MANAGERS, _contract),
    "desk:contract_notice": Page(MANAGERS, _contract),
    "desk:contract_notice_withdrawal": Page(MANAGERS, _contract),
    "desk:contract_end": Page(MANAGERS, _contract),
    "desk:contract_version": Page(MANAGERS, _contract),
    "desk:plans": Page(MANAGERS),
    "desk:plan_new": Page(MANAGERS),
    "desk:plan": Page(MANAGERS, _plan),
    "desk:plan_place": Page(MANAGERS, _plan),
    "desk:plan_offer": Page(MANAGERS, _plan),
    "desk:plan_removal": Page(MANAGERS, _plan),
    "desk:plan_change_new": Page(MANAGERS, lambda stage: {"contract": stage.cast.contract.pk}),
    "desk:plan_changes": Page(MANAGERS),
    "desk:plan_change": Page(MANAGERS, _plan_change),
    "desk:plan_receipt": Page(MANAGERS, _plan_change),
    "desk:plan_refusal": Page(MANAGERS, _plan_change),
    "desk:plan_withdrawal": Page(MANAGERS, _plan_change),
    "desk:plan_addendum": Page(MANAGERS, _plan_change),
    "desk:plan_addendum_pdf": Page(MANAGERS, _plan_change),
    "desk:plan_signed": Page(MANAGERS, _plan_change),
    "desk:campaigns": Page(MANAGERS),
    "desk:campaign_new": Page(MANAGERS),
    "desk:campaign": Page(MANAGERS, lambda stage: {"pk": stage.plan_letter.campaign_id}),
    "desk:campaign_sending": Page(MANAGERS, lambda stage: {"pk": stage.plan_letter.campaign_id}),
    "desk:campaign_letter": Page(MANAGERS, _plan_letter),
    "desk:campaign_letter_pdf": Page(MANAGERS, _plan_letter),
    "desk:products": Page(MANAGERS),
    "desk:product": Page(MANAGERS, lambda stage: {"pk": stage.cast.product.pk}),
    "desk:bookings": Page(DESK),
    "desk:booking_new": Page(DESK, lambda stage: {"contract": stage.ticket.contract_id}),
    "desk:quota_notice": Page(DESK, _quota),
    "desk:booking": Page(DESK, _booking),
    "desk:booking_held": Page(DESK, _booking),
    "desk:booking_over": Page(DESK, _booking, data={"what": "cancel"}),
    "desk:booking_result": Page(DESK, _booking),
    "desk:booking_file": Page(DESK, _booking),
    "desk:partners": Page(MANAGERS, lambda stage: {"pk": stage.cast.product.pk}),
    "desk:partner": Page(MANAGERS, lambda stage: {"pk": stage.partner.pk}),
    "desk:rates": Page(MANAGERS),
    "desk:prices": Page(MANAGERS),
    "desk:price_list_new": Page(MANAGERS),
    "desk:public_prices": Page(MANAGERS),
    "desk:price_list_removal": Page(MANAGERS, lambda stage: {"pk": stage.price_list.pk}),
    "desk:payslips": Page(MANAGERS),
    "desk:payslips_import": Page(MANAGERS),
    "desk:payslips_history": Page(MANAGERS, _customer),
    "desk:billing": Page(MANAGERS),
    "desk:billing_month": Page(MANAGERS, _month),
    "desk:billing_closing": Page(MANAGERS, _month),
    "desk:billing_reopening": Page(MANAGERS, _month),
    "desk:billing_file": Page(MANAGERS, lambda stage: {**_month(stage), "kind": "csv"}),
    "desk:billing_statement": Page(MANAGERS, lambda stage: {**_month(stage), "customer": stage.cast.customer.pk}),
    "desk:policies": Page(MANAGERS),
    "desk:policy_new": Page(MANAGERS),
    "desk:policy": Page(MANAGERS, _policy),
    "desk:policy_default": Page(MANAGERS, _policy),
    "desk:customer_policy": Page(MANAGERS, _customer),
    "desk:product_policy": Page(MANAGERS, lambda stage: {"pk": stage.cast.product.pk}),
    "desk:teams": Page(MANAGERS),
    "desk:team": Page(MANAGERS, lambda stage: {"pk": stage.cast.team.pk}),
    "desk:on_call": Page(DESK),
    "desk:on_call_list": Page(MANAGERS, _rota),
    "desk:on_call_turns": Page(MANAGERS, _rota),
    "desk:on_call_removal": Page(MANAGERS, _rota),
    "desk:on_call_turn_removal": Page(MANAGERS, lambda stage: {"pk": stage.rota.turns.get().pk}),
    "desk:calendars": Page(MANAGERS),
    "desk:channels": Page(MANAGERS),
    "desk:calendar": Page(MANAGERS, _calendar),
    "desk:calendar_year": Page(MANAGERS, _calendar),
    "desk:new": Page(DESK),
    "desk:ticket": Page(DESK, _ticket),
    "desk:live": Page(DESK, _ticket),
    "desk:glance": Page(DESK, _ticket),
    "desk:messages": Page(DESK, _ticket),
    "desk:draft": Page(DESK, _ticket),
    "desk:draft_pictures": Page(DESK, _ticket),
    "desk:draft_picture": Page(DESK, lambda stage: {"pk": stage.draft_picture.pk}, own=frozenset({Role.CONSULTANT})),
    "desk:preview": Page(DESK, _ticket),
    "desk:ticket_macros": Page(DESK, _ticket),
    "desk:macros": Page(DESK),
    "desk:macro_new": Page(DESK),
    "desk:macro": Page(DESK, _macro, own=MANAGERS),
    "desk:macro_removal": Page(DESK, _macro, own=MANAGERS),
    "desk:resolution": Page(DESK, _ticket),
    "desk:reopening": Page(DESK, _ticket),
    "desk:severity": Page(DESK, _ticket),
    "desk:assignment": Page(DESK, _ticket),
    "desk:status": Page(DESK, _ticket),
    "desk:work": Page(DESK, _ticket),
    "desk:analysis": Page(DESK, _ticket),
    "desk:time": Page(DESK, _ticket),
    "desk:time_entry": Page(
        DESK, lambda stage: {**_ticket(stage), "pk": stage.time_entry.pk}, own=MANAGERS | {Role.CONSULTANT}
    ),
    "desk:timer": Page(DESK),
    "desk:timer_start": Page(DESK, _ticket),
    "desk:ticket_tags": Page(DESK, _ticket, data={"name": "printer"}),
    "desk:ticket_tag": Page(DESK, lambda stage: {**_ticket(stage), "pk": stage.tag.pk}),
    "desk:tags": Page(MANAGERS),
    "desk:tag": Page(MANAGERS, lambda stage: {"pk": stage.tag.pk}),
    "desk:tag_suggestions": Page(DESK),
    "desk:watchers": Page(DESK, _ticket),
    "desk:watcher": Page(DESK, lambda stage: {**_ticket(stage), "pk": stage.watcher.pk}),
    "desk:ticket_fields": Page(DESK, _ticket),
    "desk:new_fields": Page(DESK),
    "desk:product_fields": Page(ADMINS, lambda stage: {"pk": stage.cast.product.pk}),
    "desk:field": Page(ADMINS, lambda stage: {"pk": stage.field.pk}),
    "desk:notice": Page(DESK, _ticket),
    "desk:merge": Page(DESK, _ticket),
    "desk:unmerge": Page(DESK, _ticket),
    "desk:split": Page(DESK, _ticket),
    "desk:link": Page(DESK, _ticket),
    "desk:unlink": Page(DESK, lambda stage: {"number": stage.ticket.number, "pk": stage.link.pk}),
    "desk:incident": Page(DESK, _ticket),
    "desk:incident_mark": Page(DESK, _ticket),
    "desk:incident_update": Page(DESK, _ticket),
    "desk:contacted": Page(DESK, _ticket),
    "desk:proactive": Page(MANAGERS),
    "desk:payroll": Page(AGENTS),
    "desk:sessions": Page(DESK, _ticket),
    "desk:session_end": Page(DESK, lambda stage: {"number": stage.ticket.number, "pk": stage.session.pk}),
    "desk:selection_incident": Page(DESK),
    "desk:selection_joining": Page(DESK),
    "desk:terms:list": Page(MANAGERS),
    "desk:terms:new": Page(MANAGERS),
    "desk:terms:version": Page(MANAGERS, _terms),
    "desk:terms:edit": Page(MANAGERS, _terms),
    "desk:terms:publication": Page(MANAGERS, _terms),
    "desk:terms:withdrawal": Page(MANAGERS, _terms),
    "desk:terms:removal": Page(MANAGERS, _terms),
    "desk:notices:list": Page(DESK),
    "desk:notices:new": Page(AGENTS, lambda stage: {"kind": "law"}),
    "desk:notices:notice": Page(DESK, _notice),
    "desk:notices:edit": Page(AGENTS, _notice),
    "desk:notices:publication": Page(AGENTS, _notice),
    "desk:notices:end": Page(AGENTS, _notice),
    "desk:notices:withdrawal": Page(AGENTS, _notice),
    "desk:notices:copy": Page(AGENTS, _notice),
    "desk:notices:removal": Page(AGENTS, _notice),
    "desk:notices:newsletters": Page(AGENTS),
    "desk:notices:newsletter": Page(AGENTS, _newsletter),
    "desk:notices:trial": Page(AGENTS, _newsletter),
    "desk:notices:sending": Page(AGENTS, _newsletter),
    "desk:notices:drop": Page(AGENTS, _newsletter),
    "desk:mail_words": Page(MANAGERS),
    "desk:mail_sender": Page(ADMINS),
    "desk:mail_word": Page(MANAGERS, _mail_word),
    "desk:mail_word_standard": Page(MANAGERS, _mail_word),
    "desk:mail_word_preview": Page(MANAGERS, _mail_word),
    "desk:notices:settings": Page(MANAGERS),
    # Portal
    "portal:notices:list": Page(CUSTOMERS),
    "portal:notices:notice": Page(CUSTOMERS, _notice),
    "portal:notices:choices": Page(CUSTOMERS),
    "portal:notices:unsubscribe": Page(PUBLIC, lambda stage: {"token": unsubscribe_token(stage.cast.karin, "law")}),
    "portal:stop": Page(PUBLIC, lambda stage: {"token": company_token(stage.cast.karin)}),
    "portal:notices:calendar": Page(CUSTOMERS),
    "portal:notices:address": Page(CUSTOMERS),
    "portal:notices:feed": Page(PUBLIC, lambda stage: {"token": feed_token(stage.feed)}),
    "portal:notices:public_feed": Page(PUBLIC, _public_calendar),
    "portal:notices:newsletters": Page(CUSTOMERS),
    "portal:notices:newsletter": Page(CUSTOMERS, _newsletter),
    "portal:terms:in_force": Page(PUBLIC),
    "portal:terms:version": Page(PUBLIC, lambda stage: {"number": stage.terms.number}),
    "portal:home": Page(CUSTOMERS),
    "portal:new": Page(CUSTOMERS),
    "portal:fields": Page(CUSTOMERS),
    "portal:promise": Page(CUSTOMERS),
    "portal:similar": Page(CUSTOMERS),
    "portal:deflection": Page(CUSTOMERS),
    "portal:tickets": Page(CUSTOMERS),
    "portal:company": Page(CUSTOMERS),
    "portal:ticket": Page(CUSTOMERS, _ticket),
    "portal:messages": Page(CUSTOMERS, _ticket),
    "portal:solution": Page(CUSTOMERS, _ticket),
    "portal:opening": Page(CUSTOMERS, _ticket),
    "portal:urgency": Page(CUSTOMERS, _ticket),
    "portal:copies": Page(CUSTOMERS, _ticket),
    "portal:copy": Page(CUSTOMERS, lambda stage: {**_ticket(stage), "pk": stage.copied.pk}),
    "portal:people": Page(CUSTOMERS),
    "portal:person_invitation": Page(CUSTOMERS, lambda stage: {"pk": stage.cast.lars.pk}),
    "portal:person_withdrawal": Page(CUSTOMERS, lambda stage: {"pk": stage.cast.lars.pk}),
    "portal:person_scope": Page(CUSTOMERS, lambda stage: {"pk": stage.cast.lars.pk}),
    "portal:person_removal": Page(CUSTOMERS, lambda stage: {"pk": stage.cast.lars.pk}),
    "portal:profile": Page(CUSTOMERS),
    "portal:data": Page(CUSTOMERS),
    "portal:articles": Page(CUSTOMERS),
    "portal:article": Page(CUSTOMERS, _article),
    "portal:contract": Page(CUSTOMERS),
    "portal:statement": Page(CUSTOMERS),
    "portal:plan_change": Page(CUSTOMERS, lambda stage: {"contract": stage.cast.contract.pk}),
    "portal:plan_choice": Page(CUSTOMERS, _plan_choice),
    "portal:addendum": Page(CUSTOMERS, _plan_change),
    "portal:addendum_pdf": Page(CUSTOMERS, _plan_change),
    "portal:signed_addendum": Page(CUSTOMERS, _plan_change),
    "portal:plan_withdrawal": Page(CUSTOMERS, _plan_change),
    "portal:plan_letter": Page(CUSTOMERS, _plan_letter),
    "portal:plan_letter_pdf": Page(CUSTOMERS, _plan_letter),
    "portal:bookings": Page(CUSTOMERS),
    "portal:assistance": Page(CUSTOMERS, data={"text": "The new rules."}),
    "portal:booking_file": Page(CUSTOMERS, _booking),
    "attachments:download": Page(EVERYBODY, _attachment),
    # Interface for programs
    "api:me": Page({"GET": EVERYBODY}),
    "api:tickets": Page({"GET": EVERYBODY, "POST": EVERYBODY}),
    "api:ticket": Page({"GET": EVERYBODY}, _ticket),
    "api:messages": Page({"GET": EVERYBODY, "POST": EVERYBODY}, _ticket),
    "api:attachments": Page({"GET": EVERYBODY}, _ticket),
    "api:clocks": Page({"GET": EVERYBODY}, _ticket),
    "api:severity": Page({"PUT": EVERYBODY}, _ticket),
    "api:assignment": Page({"PUT": DESK}, _ticket),
    "api:status": Page({"PUT": DESK}, _ticket),
    "api:analysis": Page({"PUT": DESK}, _ticket),
    "api:time": Page({"GET": DESK, "POST": DESK}, _ticket),
    "api:tags": Page({"PUT": DESK}, _ticket),
    "api:fields": Page({"PUT": DESK}, _ticket),
    "api:product_fields": Page({"GET": EVERYBODY}, lambda stage: {"pk": stage.cast.product.pk}),
    "api:resolution": Page({"POST": EVERYBODY, "DELETE": EVERYBODY}, _ticket),
    "api:confirmation": Page({"POST": CUSTOMERS}, _ticket),
    "api:merge": Page({"POST": DESK, "DELETE": DESK}, _ticket),
    "api:split": Page({"POST": DESK}, _ticket),
    "api:incident": Page({"PUT": DESK, "POST": DESK, "DELETE": DESK}, _ticket),
    "api:updates": Page({"POST": DESK}, _ticket),
    "api:links": Page({"GET": DESK, "POST": DESK}, _ticket),
    "api:link": Page({"DELETE": DESK}, lambda stage: {"number": stage.ticket.number, "pk": stage.link.pk}),
    "api:sessions": Page({"GET": DESK, "POST": DESK}, _ticket),
    "api:session": Page({"DELETE": DESK}, lambda stage: {"number": stage.ticket.number, "pk": stage.session.pk}),
    "api:attachment": Page({"GET": EVERYBODY}, _attachment),
    "api:customers": Page({"GET": EVERYBODY}),
    "api:customer": Page({"GET": EVERYBODY}, _customer),
    "api:contacts": Page({"GET": EVERYBODY}, _customer),
    "api:payslips": Page({"GET": MANAGERS}, _customer),
    "api:payslip": Page({"PUT": MANAGERS}, lambda stage: {**_customer(stage), **_month(stage)}),
    "api:billing": Page({"GET": MANAGERS}, _month),
    "api:contracts": Page({"GET": EVERYBODY}),
    "api:contract": Page({"GET": EVERYBODY}, lambda stage: {"pk": stage.ticket.contract_id}),
    "api:contract_events": Page({"GET": AGENTS}, _contract),
    "api:plans": Page({"GET": DESK}),
    "api:plan": Page({"GET": DESK}, _plan),
    "api:plan_versions": Page({"GET": DESK}, _plan),
    "api:products": Page({"GET": EVERYBODY}),
    "api:partners": Page({"GET": DESK}),
    "api:teams": Page({"GET": DESK}),
    "api:members": Page({"GET": DESK}),
    "api:calendars": Page({"GET": EVERYBODY}),
    "api:calendar": Page({"GET": EVERYBODY}, _calendar),
    "api:days": Page({"GET": EVERYBODY}, _calendar),
    "api:ledger": Page({"GET": EVERYBODY}, _calendar),
    "api:calendar_versions": Page({"GET": DESK}, _calendar),
    "api:policies": Page({"GET": DESK}),
    "api:policy": Page({"GET": DESK}, _policy),
    "api:policy_versions": Page({"GET": DESK}, _policy),
    "api:preview": Page({"GET": EVERYBODY}),
    "api:articles": Page({"GET": EVERYBODY}),
    "api:article": Page({"GET": EVERYBODY}, _article),
    "api:contact": Page({"POST": DESK}, _ticket),
    "api:events": Page({"POST": AGENTS}),
    "api:payroll_runs": Page({"POST": AGENTS}),
    "api:schema": Page({"GET": EVERYBODY}),
    "api:docs": Page(EVERYBODY),
    "api:nothing": Page({}),
    "nps": Page({"GET": MANAGERS}),
    # Surveys
    "surveys:answer": Page(PUBLIC, _survey),
    "surveys:thanks": Page(PUBLIC, _survey),
    "surveys:opt_out": Page(PUBLIC, _survey),
    "surveys:settings": Page(MANAGERS),
    "surveys:not_sent": Page(MANAGERS),
    "surveys:follow_up": Page(MANAGERS, _follow_up),
    "surveys:call_of_ticket": Page(MANAGERS, _ticket),
    "surveys:of_ticket": Page(DESK, _ticket),
    "surveys:of_customer": Page(DESK, _customer),
    "surveys:comments": Page(AGENTS),
    "surveys:comments_csv": Page(AGENTS, lambda stage: {"table": "comments"}),
    "surveys:comments_xlsx": Page(AGENTS, lambda stage: {"table": "words"}),
    "surveys:found": Page(DESK),
    "surveys:follow_ups": Page(MANAGERS),
    "surveys:take_follow_up": Page(MANAGERS, _follow_up),
    "surveys:assign_follow_up": Page(MANAGERS, _follow_up),
    "surveys:note_follow_up": Page(MANAGERS, _follow_up),
    # Prices
    "prices:calculator": Page(PUBLIC),
    # Dashboards
    "dashboards:index": Page(MANAGERS),
    "dashboards:sla": Page(MANAGERS),
    "dashboards:sla_csv": Page(MANAGERS, lambda stage: {"table": "months"}),
    "dashboards:sla_xlsx": Page(MANAGERS, lambda stage: {"table": "months"}),
    "dashboards:sla_clocks": Page(MANAGERS),
    "dashboards:sla_clocks_csv": Page(MANAGERS),
    "dashboards:sla_clocks_xlsx": Page(MANAGERS),
    "dashboards:sla_flow": Page(MANAGERS),
    "dashboards:sla_flow_csv": Page(MANAGERS, lambda stage: {"table": "months"}),
    "dashboards:sla_flow_xlsx": Page(MANAGERS, lambda stage: {"table": "months"}),
    "dashboards:sla_tickets": Page(MANAGERS),
    "dashboards:sla_tickets_csv": Page(MANAGERS),
    "dashboards:sla_tickets_xlsx": Page(MANAGERS),
    "dashboards:customer_reports": Page(MANAGERS, _customer_of),
    "dashboards:customer_report": Page(MANAGERS, _customer_month),
    "dashboards:customer_report_pdf": Page(MANAGERS, _customer_month),
    "reports:reports": Page(CUSTOMERS),
    "reports:report": Page(CUSTOMERS, _month_over),
    "reports:report_pdf": Page(CUSTOMERS, _month_over),
    "dashboards:summary": Page(MANAGERS),
    "dashboards:today": Page(MANAGERS),
    "dashboards:export": Page(DESK),
    "dashboards:export_queue": Page(DESK),
    "dashboards:export_search": Page(DESK),
    "dashboards:what_if": Page(MANAGERS),
    "dashboards:what_if_csv": Page(MANAGERS, lambda stage: {"table": "severities"}),
    "dashboards:what_if_xlsx": Page(MANAGERS, lambda stage: {"table": "severities"}),
    "dashboards:nps": Page(AGENTS),
    "dashboards:nps_surveys": Page(AGENTS),
    "dashboards:nps_csv": Page(AGENTS, lambda stage: {"table": "months"}),
    "dashboards:nps_xlsx": Page(AGENTS, lambda stage: {"table": "months"}),
}
