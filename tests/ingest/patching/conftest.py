from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.ingest.patching.office import PYTHON, Office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice with its module for Python; a test that needs it is skipped without."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: libreoffice-writer-nogui.")
    found = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip("LibreOffice's module for Python is not installed: python3-uno.")
    opened = Office(tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()
