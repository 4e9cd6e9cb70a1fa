"""NPS surveys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """NPS surveys."""

    name = "surveys"

    def ready(self) -> None:
        """Add the answers to what people can have of what is kept about them, to what other systems can be told,
        the surveys' words to those that a tenant can change, and
        comments to what Ctrl-K finds."""
        from accounts.mailwords.catalogue import also_say
        from outbox.webhooks import catalogue
        from surveys.selectors.found import comment_items
        from surveys.services.my_data import answers_of
        from surveys.words import LETTERS
        from tickets.selectors.palette import also_find
        from tickets.services.my_data import also_give

        also_give("surveys", answers_of)
        also_say(*LETTERS)
        also_find(comment_items)
        catalogue.register(
            _("Surveys"), [("survey.answered", _("A survey is answered, or the answer changed"))], place=3
        )
