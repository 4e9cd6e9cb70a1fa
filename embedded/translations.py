"""Compile the translations without gettext's tools: `python embedded/translations.py [FOLDER]`."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path = LOCALE) -> int:
    """Write the .mo file of every .po file that is newer; return how many. Safe from several processes at once."""
    compiled = 0
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        new = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(new))
        new.replace(target)
        compiled += 1
    return compiled


if __name__ == "__main__":
    compile_translations(*map(Path, sys.argv[1:]))
