"""NPS surveys."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """NPS surveys."""

    name = "surveys"

    def ready(self) -> None:
        """Add the answers to what people can have of what is kept about them."""
        from surveys.services.my_data import answers_of
        from tickets.services.my_data import also_give

        also_give("surveys", answers_of)
