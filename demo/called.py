"""The calls to the demo's detractors: made, late, given, opened again, and closed with every outcome."""

from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from accounts.models import Membership
from demo.plots import book
from demo.tenants import Cast
from outbox.models import OutboxMessage
from sla.builtin import builtin_calendar
from surveys.models import Answer, FollowUp, FollowUpNote
from surveys.nps import DETRACTOR_TO
from surveys.services.detractors import CALL_WITHIN_DAYS
from surveys.services.follow_ups import written_to
from tickets.services.messages import write_beside

Kind = FollowUpNote.Kind
LATELY = timedelta(days=6)
# Most calls end well.
OUTCOMES = ("explained", "solved", "compensated", "unreachable", "explained", "lost", "solved", "other", "explained")


class Called:
    """Writes a call for each detractor, and what happened to it."""

    def __init__(self, cast: Cast, *, now: datetime, dice: Random) -> None:
        self.cast, self.now, self.dice = cast, now, dice
        self.calendar = builtin_calendar(cast.vendor.calendar)
        self.texts = book(cast.vendor.language).surveys
        self.outcomes, self.owners, self.taken = cycle(OUTCOMES), cycle(cast.managers), cycle([True, False])
        self.calls: list[FollowUp] = []
        self.notes: list[FollowUpNote] = []

    def plan(self, answers: list[Answer], forgotten: list[Answer]) -> None:
        """Plan the calls; what customers have edited since changes their answers, which are not kept yet. Nobody has
        called the `forgotten`.
        """
        unhappy = sorted((a for a in answers if a.score <= DETRACTOR_TO), key=lambda answer: answer.answered_at)
        late = [self._late(answer) for answer in forgotten]
        calls = [self._call(answer) for answer in unhappy if not any(answer is one for one in forgotten)]
        done = [call for call in calls if not call.is_open]
        for call in done[-1:]:
            self._raised(call)
        for call in late[1:]:
            self._reopened(call)
        self.calls = calls + late

    def save(self) -> None:
        """Keep the calls and their history; the answers are kept."""
        FollowUp.objects.bulk_create(self.calls)
        FollowUpNote.objects.bulk_create(self.notes)
        for call in [call for call in self.calls if call.done_at and call.owner][-1:]:
            self._write(call)

    def _call(self, answer: Answer) -> FollowUp:
        begun = answer.answered_at
        call = FollowUp(answer=answer, begun_at=begun, due_at=self._due(begun), owner=next(self.owners))
        done_at = call.due_at - timedelta(minutes=self.dice.randint(20, 700))
        if self.dice.random() < 0.1:
            done_at += timedelta(days=3)
        if begun < done_at <= self.now and begun <= self.now - LATELY:
            call.state, call.outcome, call.done_at = FollowUp.State.DONE, next(self.outcomes), done_at
            self._tried(call, done_at)
            self._note(call, Kind.DONE, done_at, author=call.owner, text=self.dice.choice(self.texts["call"]))
        elif next(self.taken):
            self._note(call, Kind.ASSIGNED, begun + timedelta(minutes=30), author=call.owner, owner=call.owner)
        else:
            call.owner = None
        return call

    def _tried(self, call: FollowUp, done_at: datetime) -> None:
        """Some are called twice before they answer."""
        at = call.answer.answered_at + timedelta(hours=2)
        if at < done_at and self.dice.random() < 0.3:
            self._note(call, Kind.NOTED, at, author=call.owner, text=self.dice.choice(self.texts["tried"]))

    def _raised(self, call: FollowUp) -> None:
        """They were content after all, and said so."""
        self.notes = [note for note in self.notes if note.follow_up is not call]
        before, at = call.answer.score, call.answer.answered_at + timedelta(hours=5)
        call.outcome, call.done_at, call.owner = FollowUp.Outcome.RAISED, at, None
        call.answer.score, call.answer.edited_at = 8, at
        self._note(call, Kind.RAISED, at, score_from=before, score_to=8)

    def _reopened(self, call: FollowUp) -> None:
        """Called, and then it went wrong again: the answer fell further this morning or yesterday."""
        first, owner, at = call.answer.answered_at, self.cast.managers[-1], self.now - timedelta(hours=3)
        self._note(call, Kind.DONE, first + timedelta(hours=4), author=owner, text=self.texts["call"][0])
        self._note(call, Kind.REOPENED, at, score_from=call.answer.score, score_to=1)
        call.answer.score, call.answer.edited_at = 1, at
        call.state, call.owner, call.begun_at, call.due_at = FollowUp.State.REOPENED, owner, at, self._due(at)

    def _late(self, answer: Answer) -> FollowUp:
        begun = answer.answered_at
        return FollowUp(answer=answer, begun_at=begun, due_at=self._due(begun))

    def _write(self, call: FollowUp) -> None:
        """Close the loop with a letter, which stands on the ticket; mails of the past are not sent."""
        invitation, at = call.answer.invitation, (call.done_at or self.now) + timedelta(minutes=5)
        contact = written_to(call)
        if contact is None or call.owner is None:
            return
        before = set(OutboxMessage.objects.values_list("pk", flat=True))
        write_beside(ticket=invitation.ticket, actor=call.owner, contact=contact, text=self.texts["letter"], now=at)
        FollowUpNote.objects.create(
            follow_up=call, kind=Kind.WRITTEN, author=call.owner, at=at, text=self.texts["letter"]
        )
        OutboxMessage.objects.exclude(pk__in=before).delete()

    def _due(self, begun: datetime) -> datetime:
        return self.calendar.due_business_days(begun, CALL_WITHIN_DAYS)

    def _note(
        self,
        call: FollowUp,
        kind: str,
        at: datetime,
        *,
        author: Membership | None = None,
        owner: Membership | None = None,
        text: str = "",
        score_from: int | None = None,
        score_to: int | None = None,
    ) -> None:
        note = FollowUpNote(follow_up=call, kind=kind, author=author, owner=owner, at=at, text=text)
        note.score_from, note.score_to = score_from, score_to
        self.notes.append(note)
