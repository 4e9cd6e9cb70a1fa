"""Addresses of prices, payslips and months, under the desk's."""

from django.urls import path

from tickets.desk.views import billing, payslips, prices

urlpatterns = [
    path("prices/", prices.prices, name="prices"),
    path("prices/new/", prices.price_list_new, name="price_list_new"),
    path("prices/public/", prices.public_prices, name="public_prices"),
    path("prices/<int:pk>/removal/", prices.price_list_removal, name="price_list_removal"),
    path("payslips/", payslips.payslips, name="payslips"),
    path("payslips/import/", payslips.payslips_import, name="payslips_import"),
    path("customers/<int:pk>/payslips/", payslips.payslips_history, name="payslips_history"),
    path("billing/", billing.billing, name="billing"),
    path("billing/<month:month>/", billing.billing_month, name="billing_month"),
    path("billing/<month:month>/closing/", billing.billing_closing, name="billing_closing"),
    path("billing/<month:month>/reopening/", billing.billing_reopening, name="billing_reopening"),
    path("billing/<month:month>/export.<slug:kind>", billing.billing_file, name="billing_file"),
    path("billing/<month:month>/<int:customer>/", billing.billing_statement, name="billing_statement"),
]
