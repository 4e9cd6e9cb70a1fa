"""The engine stands alone: without Django and the application, and numpy only once a batch is asked for."""

import re
import subprocess
import sys
from pathlib import Path

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


# Every module of the engine and the page's examples, where nothing but the standard library and numpy can be imported.
ALONE = """
import doctest, importlib, pkgutil, sys
ours = {"accounts", "contracts", "demo", "embedded", "outbox", "reports", "supportdesk", "surveys", "tickets"}
class Refuse:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in ours or (top == "sla" and name.split(".")[1:2] not in ([], ["engine"])):
            raise ImportError(name)
        standard = top in sys.stdlib_module_names or top.startswith("_sysconfigdata")
        if path is None and not standard and top not in ("sla", "numpy", "tzdata"):
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import sla.engine
for module in pkgutil.iter_modules(sla.engine.__path__, "sla.engine."):
    importlib.import_module(module.name)
print(doctest.testfile(sys.argv[1], module_relative=False, encoding="utf-8", optionflags=doctest.NORMALIZE_WHITESPACE))
"""
PAGE = Path(__file__).parents[3] / "sla" / "engine" / "README.md"


def test_it_answers_where_django_cannot_be_imported() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE, str(PAGE)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    counted = re.fullmatch(r"TestResults\(failed=0, attempted=([0-9]+)\)\n", done.stdout)
    assert counted, done.stdout
    assert int(counted[1]) > 20


def test_what_it_imports() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "['numpy']"]
