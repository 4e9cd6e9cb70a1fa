"""What a policy promises, in words."""

from django.utils import translation
from django.utils.translation import ngettext

from accounts import formats


def target_text(*, seconds: int | None, days: int | None, language: str | None = None) -> str:
    """Give a target as it was entered: 10 working days, or open seconds as 2 h 30 min."""
    if days is None:
        return formats.duration(seconds or 0, language)
    with translation.override(language or translation.get_language() or "en"):
        return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
