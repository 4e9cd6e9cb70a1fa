"""Tickets and everything that belongs to one."""

from tickets.models.alert import Alert
from tickets.models.article import Article
from tickets.models.bulk_change import BulkChange
from tickets.models.clock import SlaClock
from tickets.models.contact_target import ContactTarget
from tickets.models.custom_field import CustomField, FieldValue
from tickets.models.draft import Draft, DraftFile
from tickets.models.event import TicketEvent
from tickets.models.macro import Macro
from tickets.models.mail_wording import MailWording
from tickets.models.mailbox import Mailbox
from tickets.models.mention import Mention
from tickets.models.message import Attachment, Message
from tickets.models.notification import Notification, NotificationChoice, Way
from tickets.models.portal import Deflection, HeldFile
from tickets.models.proactive import PayrollList, PayrollListLine, PayrollRun, ProactiveEvent
from tickets.models.quota import Booking, QuotaNotice
from tickets.models.read_mark import ReadMark
from tickets.models.recount import Recount
from tickets.models.relation import TicketLink
from tickets.models.remote_session import RemoteSession
from tickets.models.rota import Rota, RotaPlace, RotaTurn
from tickets.models.saved_view import SavedView
from tickets.models.search_entry import SearchEntry
from tickets.models.tag import Tag, TicketTag
from tickets.models.team import Team, TeamMember, TeamProduct
from tickets.models.ticket import Ticket, TicketCounter
from tickets.models.time import RunningTimer, TimeEntry
from tickets.models.watcher import TicketWatcher

__all__ = [
    "Alert",
    "Article",
    "Attachment",
    "Booking",
    "BulkChange",
    "ContactTarget",
    "CustomField",
    "Deflection",
    "Draft",
    "DraftFile",
    "FieldValue",
    "HeldFile",
    "Macro",
    "MailWording",
    "Mailbox",
    "Mention",
    "Message",
    "Notification",
    "NotificationChoice",
    "PayrollList",
    "PayrollListLine",
    "PayrollRun",
    "ProactiveEvent",
    "QuotaNotice",
    "ReadMark",
    "Recount",
    "RemoteSession",
    "Rota",
    "RotaPlace",
    "RotaTurn",
    "RunningTimer",
    "SavedView",
    "SearchEntry",
    "SlaClock",
    "Tag",
    "Team",
    "TeamMember",
    "TeamProduct",
    "Ticket",
    "TicketCounter",
    "TicketEvent",
    "TicketLink",
    "TicketTag",
    "TicketWatcher",
    "TimeEntry",
    "Way",
]
