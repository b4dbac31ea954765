"""Whatever file a change goes to, it is tried out as it would be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import knowledge
from bot import wiring
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge.embedding import Embedder

SAMPLE = Path(knowledge.__file__).parent / "sample_company"


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory, builtin: Embedder) -> Iterator[Zeroji]:
    folder = tmp_path_factory.mktemp("manuals")
    for name in ("旅費規程.docx", "旅費規程.meta.yaml", "慶弔規程.pdf", "慶弔規程.meta.yaml"):
        shutil.copy(SAMPLE / name, folder)
    chosen: dict[str, Any] = {"home": tmp_path_factory.mktemp("home"), "_env_file": None}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wiring, "embedder", lambda name, access: builtin)
        with open_zeroji(Settings(**chosen)) as opened:
            assert opened.ingest([folder])["manuals"]["failed"] == []
            yield opened


@pytest.mark.parametrize(
    ("title", "how", "question", "after"),
    [
        (
            "旅費規程",
            "tracked",
            "サウナ代は出ますか。",
            "出張先のサウナの利用料は、1回1,200円まで会社が負担する。",
        ),
        (
            "慶弔規程",
            "addendum",
            "ペットが亡くなったときの休みはありますか。",
            "ペットが亡くなったときは、1日の特別休暇（無給）を与える。",
        ),
    ],
)
def test_a_tracked_change_and_an_addendum_are_tried_out(
    zeroji: Zeroji, title: str, how: str, question: str, after: str
) -> None:
    manual = next(m for m in zeroji.library.manuals() if m.title == title)
    before = Path(manual.source).read_bytes()
    proposal = zeroji.proposals.create(None, (manual.id, None), after, "sato", question=question)
    assert proposal.how == how

    status = zeroji.gating.run(proposal.id)

    found = zeroji.proposals.proposal(proposal.id).gate
    assert status in ("green", "amber"), found
    assert found is not None and found["contradictions"] == []
    assert Path(manual.source).read_bytes() == before
    assert not zeroji.settings.addenda.exists()
