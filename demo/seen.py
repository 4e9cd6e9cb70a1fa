"""How far the people who log in have read."""

from accounts.models import Membership
from demo.tenants import Cast
from tickets.models import ReadMark
from tickets.services.importing import TicketHistory

# Every fourth open ticket with an answer has news.
NEWS_IN = 4


def mark_read(cast: Cast, histories: list[TicketHistory]) -> None:
    """Let agent@ and customer@ have read their open tickets, all but the last message of some."""
    still_open = [history for history in histories if history.ticket.is_open]
    customer = cast.contacts[0]
    own = [history for history in still_open if history.ticket.contact == customer]
    rows = [_mark(history, cast.agents[0], number) for number, history in enumerate(still_open)]
    if customer.membership:
        rows += [_mark(history, customer.membership, number) for number, history in enumerate(own)]
    ReadMark.objects.bulk_create(rows)


def _mark(history: TicketHistory, member: Membership, number: int) -> ReadMark:
    messages = history.messages
    has_news = number % NEWS_IN == 0 and len(messages) > 1
    seen_at = messages[-2].at if has_news else history.ticket.last_event_at
    return ReadMark(ticket=history.ticket, membership=member, seen_at=seen_at)
