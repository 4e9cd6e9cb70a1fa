"""Contracts as a table for files: all that their page lists."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import day, table_of, yes_no
from contracts.selectors.contract_list import listed_contracts


def contracts_table(asked: Mapping[str, str], *, today: date) -> Table:
    """Give the contracts that the page's filters keep, in its order."""
    return table_of(
        named(_("Contracts"), today),
        listed_contracts(asked, today=today).select_related("policy", "personal_consultant__user"),
        (_("Customer"), lambda one: one.customer.name),
        (_("Plan"), lambda one: one.plan.name),
        (_("Version"), lambda one: one.plan_version.number),
        (_("Status"), lambda one: one.get_status_display()),
        (day(_("First day")), lambda one: one.starts_on),
        (day(_("Last day")), lambda one: one.ends_on),
        (_("Renews by itself"), lambda one: yes_no(one.renews)),
        (_("Months of notice"), lambda one: one.notice_months),
        (_("Policy"), lambda one: one.policy.name if one.policy else ""),
        (_("Personal consultant"), lambda one: one.personal_consultant.user.name if one.personal_consultant else ""),
        (_("Currency"), lambda one: one.currency),
    )
