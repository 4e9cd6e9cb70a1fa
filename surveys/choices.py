"""What the current tenant has chosen about its surveys."""

from surveys.models import SurveySettings


def settings_now() -> SurveySettings:
    """Give what the tenant has chosen; the defaults, not kept, where it has chosen nothing. One question."""
    return SurveySettings.objects.first() or SurveySettings()
