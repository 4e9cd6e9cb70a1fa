"""Composition root: settings, addresses, Celery. No logic."""
