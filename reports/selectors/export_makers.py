"""What can be exported, by its name in the address."""

from collections.abc import Callable

from accounts.tables import Table
from reports.selectors.export_history import events_table, questions_table, surveys_table
from reports.selectors.export_scope import Scope
from reports.selectors.export_tables import answers_table, clocks_table, tickets_table
from reports.selectors.export_work import quotas_table, time_table

MAKERS: dict[str, Callable[[Scope], Table]] = {
    "tickets": tickets_table,
    "clocks": clocks_table,
    "events": events_table,
    "time": time_table,
    "quotas": quotas_table,
    "surveys": surveys_table,
    "answers": answers_table,
    "questions": questions_table,
}
