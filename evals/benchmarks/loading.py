"""How much memory the engine takes once it has loaded a library, and nothing else with it.

``python -m evals.benchmarks.loading HOME`` prints MiB before and after as JSON. It imports no more
of the evals than it needs, since their libraries would be counted too.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.benchmarks.memory import memory


def loaded(home: Path) -> dict[str, dict[str, int]]:
    """MiB after the imports, and after what the first question waits for."""
    imported = memory()
    settings = Settings(home=home, database_url="", chroma_url="", embedder="builtin")
    with open_zeroji(settings) as zeroji:
        zeroji.warm_up()
        return {"imported": imported._asdict(), "loaded": memory()._asdict()}


if __name__ == "__main__":
    print(json.dumps(loaded(Path(sys.argv[1]))))
