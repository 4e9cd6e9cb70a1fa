"""Who is on call in the demo, and one alert whose mail was refused and that went on."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.tenants import Cast
from tickets.models import Alert, RotaTurn, SlaClock
from tickets.services.alerts.following import fail
from tickets.services.rotas import RotaCard, add_turn, create_rota

EVENING, MORNING = time(17), time(8)


def take_turns(cast: Cast, *, now: datetime) -> None:
    """Let three agents take turns by the week, and a manager stand in for two nights from tomorrow."""
    today = now.astimezone(ZoneInfo(cast.tenant.zone)).date()
    manager = cast.managers[0]
    card = RotaCard(weekday=0, at=time(9), first_on=today - timedelta(weeks=5), members=cast.agents[:3])
    rota = create_rota(actor=manager, team=None, card=card)
    zone = ZoneInfo(cast.tenant.zone)
    for days in (1, 2):
        add_turn(
            rota=rota,
            actor=manager,
            member=manager,
            rank=RotaTurn.Rank.FIRST,
            begins_at=datetime.combine(today + timedelta(days=days), EVENING, zone),
            ends_at=datetime.combine(today + timedelta(days=days + 1), MORNING, zone),
            now=now,
        )


def refuse_one(cast: Cast, *, now: datetime) -> None:
    """Let the mail of the agent's newest unread alert have been refused; nothing is mailed."""
    unread = Alert.objects.filter(receiver=cast.agents[0], read_at=None, clock__state=SlaClock.State.RUNNING)
    alert = unread.select_for_update(of=("self",)).order_by("-raised_at", "-pk").first()
    if alert:
        answer = "552 5.2.2 Mailbox full"
        fail([alert], by={alert.pk: Alert.Failure.REFUSED}, said={alert.pk: answer}, now=now)
        Alert.objects.filter(handed_from=alert).update(mailed_at=now)
