"""Addresses of the dashboards."""

from django.urls import path

from reports.views import export, nps, nps_period, sla, today, what_if

app_name = "dashboards"
urlpatterns = [
    path("", sla.index, name="index"),
    path("sla/", sla.page, name="sla"),
    path("sla/<slug:table>.csv", sla.table, {"kind": "csv"}, name="sla_csv"),
    path("sla/<slug:table>.xlsx", sla.table, {"kind": "xlsx"}, name="sla_xlsx"),
    path("export/", export.page, name="export"),
    path("export/queue/", export.page, {"is_view": True}, name="export_queue"),
    path("today/", today.page, name="today"),
    path("what-if/", what_if.page, name="what_if"),
    path("what-if/<slug:table>.csv", what_if.table, {"kind": "csv"}, name="what_if_csv"),
    path("what-if/<slug:table>.xlsx", what_if.table, {"kind": "xlsx"}, name="what_if_xlsx"),
    path("nps/", nps.page, name="nps"),
    path("nps/period/", nps_period.page, name="nps_period"),
    path("nps/answers/", nps_period.answers, name="nps_answers"),
    path("nps/period/<slug:table>.csv", nps_period.table, {"kind": "csv"}, name="nps_period_csv"),
    path("nps/period/<slug:table>.xlsx", nps_period.table, {"kind": "xlsx"}, name="nps_period_xlsx"),
    path("nps/<slug:table>.csv", nps.table, {"kind": "csv"}, name="nps_csv"),
    path("nps/<slug:table>.xlsx", nps.table, {"kind": "xlsx"}, name="nps_xlsx"),
]
