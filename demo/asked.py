"""The surveys of the past year: who was asked, who was not and why, and what came back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.called import Called
from demo.plots import book
from demo.reminded import give_links, remind
from demo.set_aside import set_aside
from demo.survey_choices import choose_surveys
from demo.tenants import Cast
from sla.builtin import builtin_calendar
from surveys.models import Answer, Invitation
from surveys.nps import DETRACTOR_TO
from surveys.services.planning import WAIT
from surveys.services.sending import BETWEEN_SURVEYS, JULY, VALID_FOR
from tickets.models import SlaClock, TicketEvent
from tickets.services.importing import TicketHistory

Reason = Invitation.Reason
RESPONSE_RATE = 0.44
# Asked so long ago, unhappy, and not called yet: some lately, some forgotten.
JUST_NOW = (timedelta(days=5), timedelta(hours=3))
FORGOTTEN = (timedelta(days=14), timedelta(days=7))


class Asked:
    """Asks after every ticket of the year, by the rules of surveys/services, and answers for the contacts.

    What would go out after `now` is left to the product, which plans and sends it as time goes on.
    """

    def __init__(self, cast: Cast, *, now: datetime, dice: Random) -> None:
        self.cast, self.now, self.dice = cast, now, dice
        self.calendar = builtin_calendar(cast.vendor.calendar)
        self.zone = ZoneInfo(cast.vendor.zone)
        self.texts = book(cast.vendor.language).surveys
        self.last_sent: dict[str, datetime] = {}
        self.words = choose_surveys(cast, now=now)

    def run(self, histories: list[TicketHistory]) -> None:
        """Write invitations, answers and follow-ups."""
        rows = [row for history in histories for row in self._invitations(history)]
        rows.sort(key=lambda row: row.send_at)
        set_aside(self.cast, rows, now=self.now)
        for row in rows:
            self._send(row)
        sent = [row for row in rows if row.state == Invitation.State.SENT]
        broken = set(SlaClock.objects.filter(state=SlaClock.State.BREACHED).values_list("ticket_id", flat=True))
        answers = [answer for row in sent if (answer := self._answer(row, row.ticket_id in broken))]
        forgotten = self._unhappy(sent, answers, FORGOTTEN, (4, 6))
        answers += forgotten
        answers += self._unhappy(sent, answers, JUST_NOW, (4, 6, 3))
        calls = Called(self.cast, now=self.now, dice=self.dice)
        calls.plan(answers, forgotten)
        remind(sent, answers, self.calendar, now=self.now, zone=self.zone)
        Invitation.objects.bulk_create(rows, batch_size=1000)
        give_links(sent)
        Answer.objects.bulk_create(answers)
        calls.save()

    def _invitations(self, history: TicketHistory) -> list[Invitation]:
        solved = [event.at for event in history.events if event.kind == TicketEvent.Kind.RESOLVED]
        rows = [(at, self.calendar.next_open(at + WAIT)) for at in solved]
        return [
            Invitation(
                ticket=history.ticket,
                contact=history.ticket.contact,
                resolved_at=at,
                send_at=send_at,
                reason=Reason.REOPENED if at != history.ticket.resolved_at else "",
            )
            for at, send_at in rows
            if send_at <= self.now
        ]

    def _send(self, row: Invitation) -> None:
        row.reason = row.reason or self._reason(row)
        if row.reason:
            row.state = Invitation.State.NOT_SENT
            return
        # The hash of a token that nobody has: these links were mailed to nobody.
        row.token_hash = f"{self.dice.getrandbits(256):064x}"
        row.state, row.sent_at = Invitation.State.SENT, row.send_at
        row.language, row.expires_at = self.cast.vendor.language, row.send_at + VALID_FOR
        row.wording = next((words for words in reversed(self.words) if words.at <= row.send_at), None)
        if row.contact:
            self.last_sent[row.contact.email] = row.send_at

    def _reason(self, row: Invitation) -> str:
        if row.contact is None or not row.contact.email:
            return Reason.NO_ADDRESS
        if row.contact.no_surveys:
            return Reason.OPTED_OUT
        if row.send_at.astimezone(self.zone).month == JULY:
            return Reason.JULY
        before = self.last_sent.get(row.contact.email)
        return Reason.RECENT if before and before > row.send_at - BETWEEN_SURVEYS else ""

    def _unhappy(
        self, sent: list[Invitation], answers: list[Answer], since: tuple[timedelta, timedelta], scores: Sequence[int]
    ) -> list[Answer]:
        """Let a few people be unhappy, one for each score, who were asked so long ago and have not answered."""
        answered = {id(answer.invitation) for answer in answers}
        begin, end = (self.now - ago for ago in since)
        asked = [row for row in sent if begin < row.send_at < end and id(row) not in answered]
        return [
            Answer(
                invitation=row,
                score=score,
                reason=self.dice.choice(self.texts["detractor"]),
                answered_at=min(row.send_at + timedelta(hours=20), self.now - timedelta(minutes=50)),
            )
            for row, score in zip(asked[-len(scores) :], scores, strict=False)
        ]

    def _answer(self, row: Invitation, was_broken: bool) -> Answer | None:
        if self.dice.random() >= RESPONSE_RATE:
            return None
        at = row.send_at + timedelta(seconds=int(min(self.dice.expovariate(1 / 70_000), 20 * 86_400)) + 90)
        if at > self.now:
            return None
        score = self._score(at, was_broken)
        kind = "detractor" if score <= DETRACTOR_TO else "promoter" if score >= 9 else "passive"
        return Answer(
            invitation=row,
            score=score,
            reason=self.dice.choice(self.texts[kind]) if self.dice.random() < 0.7 else "",
            improvement=self.dice.choice(self.texts["better"]) if self.dice.random() < 0.3 else "",
            answered_at=at,
        )

    def _score(self, at: datetime, was_broken: bool) -> int:
        """Grow from about +20 to about +40 over the year; a broken promise costs dearly."""
        age = min((self.now - at).days / 365, 1.0)
        detractor = 0.55 if was_broken else 0.12 + 0.08 * age
        promoter = 0.2 if was_broken else 0.52 - 0.07 * age
        chance = self.dice.random()
        if chance < detractor:
            return self.dice.choice([0, 2, 3, 4, 5, 5, 6, 6, 6])
        return self.dice.choice([9, 9, 10]) if chance < detractor + promoter else self.dice.choice([7, 8, 8])
