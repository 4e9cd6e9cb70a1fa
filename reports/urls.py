"""Addresses of the dashboards."""

from django.urls import path

from reports.customer_report import views as customer_reports
from reports.views import export, nps, sla, sla_flow, summary, today, what_if

app_name = "dashboards"
urlpatterns = [
    path("", sla.index, name="index"),
    path("sla/", sla.page, name="sla"),
    path("sla/<slug:table>.csv", sla.table, {"kind": "csv"}, name="sla_csv"),
    path("sla/<slug:table>.xlsx", sla.table, {"kind": "xlsx"}, name="sla_xlsx"),
    path("sla/clocks/", sla.clocks, name="sla_clocks"),
    path("sla/clocks/clocks.csv", sla.clocks_table_file, {"kind": "csv"}, name="sla_clocks_csv"),
    path("sla/clocks/clocks.xlsx", sla.clocks_table_file, {"kind": "xlsx"}, name="sla_clocks_xlsx"),
    path("sla/flow/", sla_flow.page, name="sla_flow"),
    path("sla/flow/<slug:table>.csv", sla_flow.table, {"kind": "csv"}, name="sla_flow_csv"),
    path("sla/flow/<slug:table>.xlsx", sla_flow.table, {"kind": "xlsx"}, name="sla_flow_xlsx"),
    path("sla/tickets/", sla_flow.tickets, name="sla_tickets"),
    path("sla/tickets/tickets.csv", sla_flow.tickets_file, {"kind": "csv"}, name="sla_tickets_csv"),
    path("sla/tickets/tickets.xlsx", sla_flow.tickets_file, {"kind": "xlsx"}, name="sla_tickets_xlsx"),
    path("export/", export.page, name="export"),
    path("export/queue/", export.page, {"is_view": True}, name="export_queue"),
    path("export/search/", export.page, {"is_search": True}, name="export_search"),
    path("customers/<int:customer>/", customer_reports.latest, name="customer_reports"),
    path("customers/<int:customer>/<month:month>/", customer_reports.page, name="customer_report"),
    path("customers/<int:customer>/<month:month>.pdf", customer_reports.pdf, name="customer_report_pdf"),
    path("summary/", summary.page, name="summary"),
    path("today/", today.page, name="today"),
    path("what-if/", what_if.page, name="what_if"),
    path("what-if/<slug:table>.csv", what_if.table, {"kind": "csv"}, name="what_if_csv"),
    path("what-if/<slug:table>.xlsx", what_if.table, {"kind": "xlsx"}, name="what_if_xlsx"),
    path("nps/", nps.page, name="nps"),
    path("nps/surveys/", nps.surveys, name="nps_surveys"),
    path("nps/<slug:table>.csv", nps.table, {"kind": "csv"}, name="nps_csv"),
    path("nps/<slug:table>.xlsx", nps.table, {"kind": "xlsx"}, name="nps_xlsx"),
]
