"""Who runs which test next, where two workers share the suite."""

import pytest
from _pytest.nodeid import coerce_node_id
from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController


def name_groups(items: list[pytest.Item]) -> None:
    """Let the ids of tests marked with xdist_group end in the group's name, from which the scheduler knows it.

    xdist 3.8 writes that where pytest as of 9.1 no longer looks, and groups were dealt out test by test.
    """
    for item in items:
        if group := item.get_closest_marker("xdist_group"):
            item._id = coerce_node_id(f"{item.nodeid}@{group.args[0]}")  # type: ignore[attr-defined]


class Forgetful(LoadGroupScheduling):
    """As `--dist loadgroup`, which after each test goes through all that its worker has ever done: thousands of tests
    make that a third process's work. What is done is forgotten.
    """

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        nodeid = self.registered_collections[node][item_index]
        scope = self._split_scope(nodeid)
        unit = self.assigned_work[node][scope]
        unit[nodeid] = True
        if all(unit.values()):
            del self.assigned_work[node][scope]
        self._reschedule(node)
