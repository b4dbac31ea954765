"""Forms that were cut into words once are not cut again by the next start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import morphology
from knowledge.thesaurus import Thesaurus, parse
from knowledge.thesaurus_forms import cut_forms

FORMS = ("有休", "半日 有休", "paid leave")


def letters(form: str) -> Iterator[tuple[str, ...]]:
    """One sequence of all letters and one of the first."""
    yield tuple(form.replace(" ", ""))
    yield (form[0],)


def refuse(form: str) -> Iterator[tuple[str, ...]]:
    raise AssertionError(form)


def test_what_a_file_holds_is_not_cut_again(tmp_path: Path) -> None:
    kept = tmp_path / "forms.txt"
    cut = list(cut_forms(FORMS, letters, kept))
    assert cut[0] == ("有休", [("有", "休"), ("有",)])
    assert [form for form, _ in cut] == list(FORMS)
    assert list(cut_forms(FORMS[::-1], refuse, kept)) == cut[::-1]
    assert list(cut_forms(["有休"], refuse, kept)) == cut[:1]


def test_only_what_is_new_is_cut_and_then_kept_too(tmp_path: Path) -> None:
    kept = tmp_path / "forms.txt"
    list(cut_forms(FORMS[:2], letters, kept))
    seen: list[str] = []

    def watched(form: str) -> Iterator[tuple[str, ...]]:
        seen.append(form)
        return letters(form)

    cut = list(cut_forms(FORMS, watched, kept))
    assert seen == [FORMS[2]]
    assert cut == list(cut_forms(FORMS, letters, None))
    assert list(cut_forms(FORMS, watched, kept)) == cut
    assert seen == [FORMS[2]]


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"x", b"x\ny\tz\n"])
@pytest.mark.parametrize("place", [0, 5, 70, -1])
def test_a_damaged_file_is_written_anew(damage: bytes, place: int, tmp_path: Path) -> None:
    kept = tmp_path / "forms.txt"
    whole = list(cut_forms(FORMS, letters, kept))
    said = kept.read_bytes()
    kept.write_bytes(said[:place] + damage)
    assert list(cut_forms(FORMS, letters, kept)) == whole
    assert kept.read_bytes() == said


def test_a_file_of_another_version_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "forms.txt"
    list(cut_forms(FORMS, letters, kept))
    monkeypatch.setattr("knowledge.thesaurus_forms._version", lambda cutting: "another")
    with pytest.raises(AssertionError, match="有休"):
        list(cut_forms(FORMS, refuse, kept))


def test_where_nothing_can_be_written_it_is_cut_each_time(tmp_path: Path) -> None:
    kept = tmp_path / "missing" / "forms.txt"
    cut = list(cut_forms(FORMS, letters, None))
    assert list(cut_forms(FORMS, letters, kept)) == cut == list(cut_forms(FORMS, letters, kept))


def test_a_thesaurus_from_a_file_finds_the_same(tmp_path: Path) -> None:
    kept = tmp_path / "forms.txt"
    lists = parse(["年次有給休暇: 有休, 有給を取る", "部長 > 管理職"])
    made, read = (Thesaurus(lists, kept) for _ in range(2))
    assert kept.exists()
    for text in ("明日 有給をとります", "部長の有休", "休暇"):
        tokens = morphology.tokens(text)
        assert (
            made.find(text, tokens)
            == read.find(text, tokens)
            == Thesaurus(lists).find(text, tokens)
        )
    assert made.find("部長の有休", morphology.tokens("部長の有休"))
