"""Composition root: settings, addresses, Celery. No logic."""

from supportdesk.celery import app as celery_app

__all__ = ["celery_app"]
