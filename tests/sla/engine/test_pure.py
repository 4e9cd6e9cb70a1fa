"""The engine stands alone: no Django, and numpy only once a batch is asked for."""

import subprocess
import sys

PROGRAM = """
import sys
from datetime import datetime
from sla.builtin import builtin_calendar
se = builtin_calendar("SE")
se.explain(datetime.fromisoformat("2026-05-04T09:00Z"), datetime.fromisoformat("2026-05-05T09:00Z"))
print(sorted({"django", "numpy"} & set(sys.modules)))
se.due_batch([1777881600], 60)
print(sorted({"django", "numpy"} & set(sys.modules)))
"""


def test_what_it_imports() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "['numpy']"]
