"""Who runs which test next, where two workers share the suite."""

from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController


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
