"""A notice put into words, in one language: the same for mails, pages and previews."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.safestring import SafeString

from accounts import formats
from accounts.markdown import to_html
from accounts.models import Tenant
from contracts.models import Notice
from contracts.notices.selectors import STATES, product_names, state_of
from contracts.texts import Words, words_of


@dataclass(frozen=True)
class Worded:
    """What is shown of a notice. `state` is planned, ongoing or over, and empty where it is no operation."""

    notice: Notice
    kind: str
    title: Words
    text: Words
    when: str
    products: str
    state: str
    state_word: str

    @property
    def html(self) -> SafeString:
        """Give the text as safe HTML."""
        return to_html(self.text.text)


def worded(notice: Notice, tenant: Tenant, language: str, now: datetime, *, with_texts: bool = True) -> Worded:
    """Put a notice into words as it stands at an instant; short, text and products are left out and not read."""
    state = state_of(notice, now)
    with translation.override(language):
        kind, state_word = str(notice.get_kind_display()), str(STATES.get(state, ""))
    return Worded(
        notice=notice,
        kind=kind,
        title=words_of(notice, "title", language, tenant.language),
        text=words_of(notice, "text", language, tenant.language) if with_texts else Words("", ""),
        when=when_text(notice, ZoneInfo(tenant.zone), language),
        products=", ".join(product_names(notice)) if with_texts else "",
        state=state,
        state_word=state_word,
    )


def when_text(notice: Notice, zone: ZoneInfo, language: str | None = None) -> str:
    """Give when an operation lasts or a date is, in the tenant's zone; empty for other kinds."""
    if notice.on_day is not None:
        return formats.full_day(notice.on_day, language)
    if notice.starts_at is None:
        return ""
    begin = formats.weekday_time(notice.starts_at, zone, language)
    if notice.ends_at is None:
        return begin
    is_same_day = notice.starts_at.astimezone(zone).date() == notice.ends_at.astimezone(zone).date()
    end = formats.spoken_time if is_same_day else formats.weekday_time
    return f"{begin} – {end(notice.ends_at, zone, language)}"
