"""Addresses of the company's reports in the portal; the desk's are among the dashboards'."""

from django.urls import path

from reports.customer_report import portal_views

app_name = "reports"
urlpatterns = [
    path("", portal_views.reports, name="reports"),
    path("<month:month>/", portal_views.page, name="report"),
    path("<month:month>.pdf", portal_views.pdf, name="report_pdf"),
]
