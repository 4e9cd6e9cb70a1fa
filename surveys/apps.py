"""NPS surveys."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """NPS surveys."""

    name = "surveys"
