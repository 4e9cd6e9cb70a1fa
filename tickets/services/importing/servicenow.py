"""The columns of a ServiceNow incident log, one row for each update of an incident."""

from sla.models import Severity
from tickets.models import Ticket
from tickets.services.importing.mapping import Mapping

Status = Ticket.Status

SERVICENOW = Mapping(
    name="servicenow",
    fields={
        "number": ("number",),
        "opened_at": ("opened_at",),
        "updated_at": ("sys_updated_at",),
        "updated_by": ("sys_updated_by",),
        "state": ("incident_state",),
        "severity": ("priority",),
        "customer": ("location",),
        "contact": ("caller_id",),
        "team": ("assignment_group",),
        "agent": ("assigned_to",),
        "channel": ("contact_type",),
        "category": ("category",),
        "subject": ("category", "subcategory", "u_symptom"),
        "solution": ("closed_code",),
        "resolved_at": ("resolved_at",),
        "closed_at": ("closed_at",),
    },
    values={
        "state": {
            "New": Status.NEW,
            "Active": Status.IN_PROGRESS,
            "Awaiting User Info": Status.WAITING_CUSTOMER,
            "Awaiting *": Status.WAITING_THIRD_PARTY,
            "Resolved": Status.RESOLVED,
            "Closed": Status.CLOSED,
        },
        # "3 - Moderate": the digit counts, the words are each installation's own.
        "severity": {
            "1*": Severity.CRITICAL,
            "2*": Severity.HIGH,
            "3*": Severity.NORMAL,
            "4*": Severity.NORMAL,
        },
        "channel": {
            "Phone": Ticket.Channel.PHONE,
            "Email": Ticket.Channel.EMAIL,
            "Self service": Ticket.Channel.PORTAL,
            "*": Ticket.Channel.OTHER,
        },
    },
    date_format="%d-%m-%Y %H:%M",
    unknown=frozenset({"?", ""}),
    defaults={"severity": Severity.NORMAL, "channel": Ticket.Channel.OTHER},
)
