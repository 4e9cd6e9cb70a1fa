"""Addresses of the dashboards."""

from django.urls import path

from reports.views import sla

app_name = "dashboards"
urlpatterns = [
    path("sla/", sla.page, name="sla"),
    path("sla/<slug:table>.csv", sla.table, name="sla_csv"),
]
