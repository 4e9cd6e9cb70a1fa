"""Addresses of the dashboards."""

from django.urls import path

from reports.views import nps, sla, today, what_if

app_name = "dashboards"
urlpatterns = [
    path("", sla.index, name="index"),
    path("sla/", sla.page, name="sla"),
    path("sla/<slug:table>.csv", sla.table, name="sla_csv"),
    path("today/", today.page, name="today"),
    path("what-if/", what_if.page, name="what_if"),
    path("what-if/<slug:table>.csv", what_if.table, name="what_if_csv"),
    path("nps/", nps.page, name="nps"),
    path("nps/<slug:table>.csv", nps.table, name="nps_csv"),
]
