from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import forget_servers


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own, below a folder that only its owner may enter."""
    tmp_path.chmod(0o700)
    folder = tmp_path / "data"
    yield folder
    forget_servers(folder)
