"""Addresses without a tenant: health, the list of desks, and what is not there."""

from django.urls import path

from supportdesk import health, metrics, views

urlpatterns = [
    path("", views.desks, name="desks"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
handler404 = "supportdesk.views.not_found"
handler500 = "supportdesk.views.server_error"
