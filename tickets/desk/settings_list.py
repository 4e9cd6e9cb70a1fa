"""What can be set, in groups: the list behind the page Settings. A new page of settings is one line here."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import ADMINS, AGENTS, MANAGERS
from accounts.models import Role


class Entry(NamedTuple):
    """A page: its view, its name, what it is for, and who may open it."""

    view: str
    label: Promise
    text: Promise
    roles: frozenset[Role] = MANAGERS


class Group(NamedTuple):
    """Pages that belong together."""

    title: Promise
    entries: tuple[Entry, ...]


GROUPS = (
    Group(
        _("What customers buy"),
        (
            Entry("desk:plans", _("Plans"), _("Services of each plan, with versions.")),
            Entry("desk:prices", _("Prices"), _("Price lists by plan, and the public price page.")),
            Entry("desk:rates", _("Consultant prices"), _("What an hour of a consultant costs.")),
            Entry("desk:plan_changes", _("Changes of plan"), _("Requests, addenda, and from when they count.")),
            Entry("desk:campaigns", _("Campaigns"), _("Customers choose a plan until a date.")),
            Entry("desk:terms:list", _("General terms"), _("Versions with their days of validity.")),
        ),
    ),
    Group(
        _("What is billed"),
        (
            Entry("desk:billing", _("Billing"), _("Months, their statements, closing and export.")),
            Entry("desk:payslips", _("Payslips"), _("Counts by customer and month.")),
        ),
    ),
    Group(
        _("What is promised"),
        (
            Entry("desk:policies", _("Policies"), _("Targets by severity, alerts, and which policy counts.")),
            Entry("desk:proactive", _("Proactive cases"), _("How soon customers are contacted after an event.")),
            Entry("desk:calendars", _("Opening hours"), _("Calendars, closed days and exceptions.")),
            Entry("desk:channels", _("Hours by channel"), _("Telephone, e-mail and portal.")),
        ),
    ),
    Group(
        _("How the desk works"),
        (
            Entry("desk:products", _("Products"), _("With their partners and fields.")),
            Entry("desk:teams", _("Teams"), _("Members, and how they share tickets.")),
            Entry("desk:on_call", _("On call"), _("Who is called at night, week by week."), AGENTS),
            Entry("desk:tags", _("Tags"), _("Put in order, merged and removed.")),
            Entry("desk:macros", _("Macros"), _("Texts and changes for what comes up again."), AGENTS),
        ),
    ),
    Group(
        _("What customers are told"),
        (
            Entry("desk:notices:list", pgettext_lazy("portal", "Notices"), _("In the portal and by mail."), AGENTS),
            Entry("desk:notices:newsletters", _("Newsletters"), _("Every other week, from the notices."), AGENTS),
            Entry("desk:mail_words", _("Mails to customers"), _("Texts by language, signatures, sender.")),
            Entry("surveys:settings", _("Surveys"), _("Who is asked and reminded, in which words.")),
            Entry("desk:notices:settings", _("Settings of notices"), _("Day of the newsletter, public calendar.")),
        ),
    ),
    Group(
        _("People and mail"),
        (
            Entry("accounts:admin_users", _("Users"), _("Who works here, and as what."), ADMINS),
            Entry("accounts:logo", _("Logo"), _("On reports to customers and public pages."), ADMINS),
            Entry("accounts:admin_tokens", _("The desk’s tokens"), _("For programs that use the interface."), ADMINS),
            Entry("inbox:mailboxes", _("Mailboxes"), _("The addresses that customers write to."), ADMINS),
            Entry("inbox:mails", _("Mail that came in"), _("What became of each mail, and what was left.")),
            Entry("inbox:unwanted", _("Unwanted senders"), _("Whose mail is left.")),
            Entry("accounts:signing_keys", _("Signed mail"), _("Keys that prove whence mail comes (DKIM)."), ADMINS),
            Entry("accounts:outgoing", _("Mail that goes out"), _("What waits, and what was refused."), ADMINS),
            Entry("accounts:exports", _("Exports"), _("Who took which figures as a file."), ADMINS),
            Entry("accounts:webhooks", _("Webhooks"), _("Other systems are told what happens."), ADMINS),
        ),
    ),
)


def groups_for(role: str) -> list[tuple[Promise, list[Entry]]]:
    """Give the groups with the pages that a role may open; none that is empty."""
    shown = [(group.title, [entry for entry in group.entries if role in entry.roles]) for group in GROUPS]
    return [(title, entries) for title, entries in shown if entries]
