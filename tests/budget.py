"""How much a page or a task asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

QUESTIONS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class Budget(CaptureQueriesContext):
    """At most so many questions inside the block; savepoints and the tenant's setting ask nothing.

    `asked` holds the statements, for those who want to look closer.
    """

    def __init__(self, most: int | None = None) -> None:
        super().__init__(connection)
        self.most = most

    @property
    def asked(self) -> list[str]:
        return [query["sql"] for query in self.captured_queries if query["sql"].lstrip("( \n").startswith(QUESTIONS)]

    def __exit__(self, *failed: object) -> None:
        super().__exit__(*failed)  # type: ignore[arg-type]
        if failed[0] is None and self.most is not None:
            assert len(self.asked) <= self.most, f"{len(self.asked)} questions:\n" + "\n".join(
                sql[:200] for sql in self.asked
            )
