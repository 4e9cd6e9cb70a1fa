"""One question, fault or request from a customer."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantManager, TenantModel
from sla.models import Severity
from tickets.querysets import TicketQuerySet

TicketManager = TenantManager.from_queryset(TicketQuerySet)


class Ticket(TenantModel):
    """State derived from its events, kept in columns for reading.

    `queue_*` columns are written by services/clocks.py alone: `next_due_at` is the earliest deadline of a running
    clock, `next_risk_at` the earliest moment at which a running clock becomes at risk (its warning share), and
    `queue_at` the queue deadline (4 business hours before `next_due_at` on the fast track; domain: Fast track).
    """

    class Status(models.TextChoices):
        """Domain: What happens to a ticket."""

        NEW = "new", pgettext_lazy("ticket", "New")
        IN_PROGRESS = "in_progress", _("In progress")
        WAITING_CUSTOMER = "waiting_customer", _("Waiting for the customer")
        WAITING_THIRD_PARTY = "waiting_third_party", _("Waiting for a third party")
        RESOLVED = "resolved", _("Solved")
        CLOSED = "closed", pgettext_lazy("ticket", "Closed")

    class Channel(models.TextChoices):
        """How it reached us."""

        PORTAL = "portal", _("Portal")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        API = "api", _("Interface")
        OTHER = "other", _("Other")

    class Kind(models.TextChoices):
        """Who opened it: a customer, a prospect without contract, a proactive case's event (domain), or a spammer."""

        QUESTION = "question", pgettext_lazy("ticket", "Question")
        LEAD = "lead", pgettext_lazy("ticket", "Lead")
        MONEY_TRANSFER = "money_transfer", _("Money transfer")
        PAYROLL_RUN = "payroll_run", _("Payroll run not approved")
        INPUT_ERROR = "input_error", _("Input error")
        ASSISTANCE = "assistance", _("Compliance assistance")
        SPAM = "spam", _("Spam")

    class Outcome(models.TextChoices):
        """What the first analysis decided."""

        FIX_HERE = "fix_here", _("Solve it here")
        CONSULTANT = "consultant", _("Hand to a consultant")
        PARTNER = "partner", _("Hand to the product's partner")
        OUT_OF_SCOPE = "out_of_scope", _("Out of scope")

    class Section(models.IntegerChoices):
        """Which part of the queue it stands in; at risk is decided by the clock when the queue is read."""

        RUNNING = 1, _("Running")
        PAUSED = 2, _("Paused: waiting for somebody else")
        NO_CLOCK = 3, _("No running clock")
        NO_CONTRACT = 4, _("No contract: nothing promised, answered when there is time")
        DONE = 9, pgettext_lazy("ticket", "Done")

    PROACTIVE = (Kind.MONEY_TRANSFER, Kind.PAYROLL_RUN, Kind.INPUT_ERROR, Kind.ASSISTANCE)
    OPEN_STATUSES = (Status.NEW, Status.IN_PROGRESS, Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY)

    # Negative inside the filing transaction, until the counter is taken as its last step.
    number = models.IntegerField()
    subject = models.CharField(_("subject"), max_length=200)
    customer = TenantForeignKey("contracts.Customer", related_name="tickets")
    contact = TenantForeignKey("contracts.Contact", null=True, related_name="tickets")
    product = TenantForeignKey("contracts.Product", null=True, blank=True, related_name="+")
    contract = TenantForeignKey("contracts.Contract", null=True, blank=True, related_name="+")
    policy_version = TenantForeignKey("sla.PolicyVersion", null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.QUESTION, db_default=Kind.QUESTION.value)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    severity_asked = models.CharField(max_length=8, choices=Severity.choices)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    severity_reason = models.TextField(blank=True)
    is_fast_track = models.BooleanField(default=False)
    team = TenantForeignKey("tickets.Team", null=True, blank=True, related_name="+")
    assignee = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")

    category = models.CharField(_("category"), max_length=80, blank=True)
    finding = models.TextField(_("what was found"), blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    solution = models.TextField(_("solution"), blank=True)

    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_due_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField()
    # Closed because another ticket goes on with it: always an unmerged one (services/merging.py).
    merged_into = TenantForeignKey("tickets.Ticket", null=True, blank=True, related_name="merged")
    is_incident = models.BooleanField(default=False)
    incident = TenantForeignKey("tickets.Ticket", null=True, blank=True, related_name="affected")
    # Time logged from here on is billable; the reason is the terms that the customer was told.
    billable_from = models.DateTimeField(null=True, blank=True)
    billable_reason = models.CharField(max_length=200, blank=True)
    partner = TenantForeignKey("contracts.Partner", null=True, blank=True, related_name="+")
    follow_up_of = TenantForeignKey("tickets.Ticket", null=True, blank=True, related_name="follow_ups")
    external_id = models.CharField(max_length=80, blank=True)
    is_imported = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    queue_section = models.PositiveSmallIntegerField(choices=Section.choices, default=Section.NO_CLOCK)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_risk_at = models.DateTimeField(null=True, blank=True)
    queue_at = models.DateTimeField(null=True, blank=True)

    fence_search = "SELECT"
    objects = TicketManager()  # type: ignore[misc]  # the stubs take the base class's for another kind of variable

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="tickets_ticket_number"),
            models.UniqueConstraint(
                fields=["tenant", "external_id"], condition=~Q(external_id=""), name="tickets_ticket_external"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values, severity_asked__in=Severity.values),
                name="tickets_ticket_severity",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["new", "in_progress", "waiting_customer", "waiting_third_party", "resolved", "closed"]
                ),
                name="tickets_ticket_status",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["question", "lead", "money_transfer", "payroll_run", "input_error", "assistance", "spam"]
                ),
                name="tickets_ticket_kind",
            ),
            models.CheckConstraint(condition=~Q(status="resolved") | ~Q(solution=""), name="tickets_ticket_solution"),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(status="closed"), name="tickets_ticket_merged"),
            models.CheckConstraint(condition=~Q(is_incident=True) | Q(incident=None), name="tickets_ticket_incident"),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "queue_section", "queue_at", "id"],
                name="tickets_queue",
                condition=Q(status__in=["new", "in_progress", "waiting_customer", "waiting_third_party"]),
            ),
            models.Index(
                fields=["tenant", "next_due_at", "id"],
                name="tickets_deadline",
                condition=Q(queue_section=1),
            ),
            models.Index(
                fields=["tenant", "next_risk_at", "next_due_at", "id"],
                name="tickets_at_risk",
                condition=Q(queue_section=1),
            ),
            models.Index(
                fields=["tenant", "queue_section", "opened_at", "id"],
                name="tickets_queue_age",
                condition=Q(status__in=["new", "in_progress", "waiting_customer", "waiting_third_party"]),
            ),
            models.Index(
                fields=["tenant", "assignee", "id"],
                name="tickets_open_assignee",
                condition=Q(status__in=["new", "in_progress", "waiting_customer", "waiting_third_party"]),
            ),
            models.Index(
                fields=["tenant", "status", "id"],
                name="tickets_waiting",
                condition=Q(status__in=["waiting_customer", "waiting_third_party"]),
            ),
            models.Index(
                "tenant",
                Coalesce("resolved_at", "last_event_at").desc(),
                "id",
                name="tickets_done",
                condition=Q(queue_section=9),
            ),
            models.Index(
                fields=["tenant", "kind", "id"],
                name="tickets_not_asked",
                condition=~Q(kind="question")
                & Q(status__in=["new", "in_progress", "waiting_customer", "waiting_third_party"]),
            ),
            models.Index(fields=["tenant", "customer", "-id"], name="tickets_customer"),
            models.Index(fields=["tenant", "contact", "-id"], name="tickets_contact"),
            models.Index(
                fields=["tenant", "customer", "-id"],
                name="tickets_open_customer",
                condition=Q(status__in=["new", "in_progress", "waiting_customer", "waiting_third_party"]),
            ),
            models.Index(
                fields=["tenant", "contact", "-id"],
                name="tickets_open_contact",
                condition=Q(status__in=["new", "in_progress", "waiting_customer", "waiting_third_party"]),
            ),
            models.Index(fields=["tenant", "assignee", "-id"], name="tickets_assignee"),
            models.Index(fields=["tenant", "resolved_at"], name="tickets_resolved"),
            models.Index(fields=["tenant", "opened_at"], name="tickets_opened"),
            models.Index(fields=["tenant", "close_due_at"], name="tickets_to_close", condition=Q(status="resolved")),
            models.Index(
                fields=["tenant", "merged_into"], name="tickets_merged", condition=Q(merged_into__isnull=False)
            ),
            models.Index(fields=["tenant", "incident"], name="tickets_affected", condition=Q(incident__isnull=False)),
            GinIndex(fields=["tenant", "subject"], name="tickets_subject_part", opclasses=["int8_ops", "gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to do something."""
        return self.status in self.OPEN_STATUSES

    @property
    def is_proactive(self) -> bool:
        """Say whether an event opened it, so that we have to contact the customer (domain: Proactive case)."""
        return self.kind in self.PROACTIVE


class TicketCounter(TenantModel):
    """The last ticket number given; taken last in the transaction, so that a hot tenant's filings do not queue."""

    last_number = models.PositiveIntegerField(default=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="tickets_counter_once")]
