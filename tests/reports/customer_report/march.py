"""A customer's March 2026, made by hand: what the reports of both tenants are held against.

Both calendars open at 8 on these days and neither lunch (Sweden, 12–13) nor Danish closing time (16) is met but where
said. A Normal ticket's work starts within 4 hours, a High one's within 2, a Critical one's within 15 minutes.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from sla.models import Metric
from surveys.models import Answer, Invitation
from tests.cast import Cast, make_cast
from tests.factories import make_ticket
from tests.kept import Kept
from tickets.models import Booking, SlaClock, Ticket, TimeEntry
from tickets.services.resolution import resolve
from tickets.services.status import start_work

MARCH = date(2026, 3, 1)


_kept: dict[str, Kept] = {}


def make_march(slug: str) -> "March":
    """Give the month of one of the two tenants, written anew."""
    if slug not in _kept:
        _kept[slug] = Kept(lambda: _make(slug))
    march: March = _kept[slug].write()
    return march


def _make(slug: str) -> "March":
    cast = make_cast(slug)
    with tenant_context(cast.tenant.pk):
        return March(cast)


class March:
    """What happened, and the zone it happened in."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.tenant, self.zone = cast, cast.tenant, ZoneInfo(cast.tenant.zone)
        # Filed in February, due on Monday in March after an hour and a half: kept, solved in March.
        self.carried = self._ticket("normal", "Carried over", self.at("02-27 15:00"), starts=self.at("03-02 08:30"))
        self._solve(self.carried, "03-10 09:00", "Update to **4.2**.\n\nThen restart.")
        # Kept after exactly an hour.
        self.kept = self._ticket("normal", "Kept", self.at("03-03 08:00"), starts=self.at("03-03 09:00"))
        self._solve(self.kept, "03-04 09:00", "Set the right year.")
        # Late by an hour and a half, solved.
        self.late = self._ticket("high", "Late", self.at("03-05 08:00"), starts=self.at("03-05 11:30"))
        self._solve(self.late, "03-06 09:00", "The disk was full.")
        # Nobody started: late, and open still at the end of the month.
        self.waiting = self._ticket("critical", "Waiting", self.at("03-31 10:00"))
        # The last minute of March is March, the first of April is not.
        self._ticket("normal", "Last minute", self.at("03-31 23:59"))
        self._ticket("normal", "April", self.at("04-01 00:00"))
        # Somebody else's.
        make_ticket(cast, customer=cast.stranger, contact=None, subject="Not theirs", now=self.at("03-03 08:00"))
        # One clock is enough to follow by hand.
        SlaClock.objects.exclude(metric=Metric.START).delete()
        self._quotas()
        self._surveys()

    def at(self, text: str) -> datetime:
        """Give an instant of 2026: 03-31 23:59, by the wall clock there."""
        return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=self.zone)

    def _ticket(self, severity: str, subject: str, filed: datetime, starts: datetime | None = None) -> Ticket:
        ticket = make_ticket(self.cast, severity=severity, subject=subject, now=filed)
        return start_work(ticket=ticket, actor=self.cast.agent, now=starts) if starts else ticket

    def _solve(self, ticket: Ticket, at: str, solution: str) -> None:
        resolve(ticket=ticket, actor=self.cast.agent, solution=solution, now=self.at(at))

    def _quotas(self) -> None:
        for day, minutes, kind in ((date(2026, 2, 3), 45, "covered"), (date(2026, 3, 31), 30, "covered"),
                                   (date(2026, 3, 31), 10, "billable"), (date(2026, 4, 1), 20, "covered")):  # fmt: skip
            TimeEntry.objects.create(
                ticket=self.kept, membership=self.cast.agent, day=day, minutes=minutes, kind=kind, why="quota",
                service="legal", logged_at=self.at("04-01 09:00"),
            )  # fmt: skip
        for at in ("01-15 10:00", "03-12 10:00", "04-02 10:00"):
            Booking.objects.create(
                contract=self.cast.contract, service="sparring", starts_at=self.at(at), minutes=60, covered_minutes=60,
                year=2026, consultant=self.cast.consultant, contact=self.cast.karin, status="held",
                booked_by=self.cast.agent, booked_at=self.at("01-10 10:00"),
            )  # fmt: skip

    def _surveys(self) -> None:
        """Three answers and a silence in March, one answer in each of two months before, one in April."""
        lars: Contact = self.cast.lars
        for at, score in (("03-05 09:00", 10), ("03-07 09:00", 9), ("03-11 09:00", 3), ("03-12 09:00", None),
                          ("02-11 09:00", 8), ("01-12 09:00", 10), ("04-01 00:30", 0)):  # fmt: skip
            sent = self.at(at)
            invitation = Invitation.objects.create(
                ticket=self.kept, contact=lars, resolved_at=sent - timedelta(days=1), send_at=sent, sent_at=sent,
                state="sent",
            )  # fmt: skip
            if score is not None:
                Answer.objects.create(invitation=invitation, score=score, reason="Said in private", answered_at=sent)
