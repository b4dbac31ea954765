"""The console's manuals: dates, history, differences, uploads."""

from __future__ import annotations

import pytest
from httpx2 import Response

from bot.wiring import Zeroji
from tests.bot.web.browsing import Browser, Visit, words


def test_manuals_are_listed_and_an_overdue_review_stands_out(visit: Visit) -> None:
    page = words(visit("sato").get("/console/manuals"))

    assert "在宅勤務規程 規程 人事部 全員 1 2024年4月1日 見直し時期 2025年4月1日" in page
    assert "管理職向け通達" not in page


def test_the_difference_between_two_revisions(visit: Visit, zeroji: Zeroji) -> None:
    manual = _id(zeroji, "在宅勤務規程")
    page = visit("sato").get(f"/console/manuals/{manual}?before=1&after=2").text

    assert "<del>在宅勤務は、1週間につき3日までとする。</del>" in page
    assert "<ins>在宅勤務は、1週間につき4日までとする。</ins>" in page


def test_there_is_nothing_between_a_revision_and_itself(visit: Visit, zeroji: Zeroji) -> None:
    manual = _id(zeroji, "在宅勤務規程")

    page = words(visit("sato").get(f"/console/manuals/{manual}?before=1&after=1"))
    assert "違いはありません。" in page


def test_history_is_for_its_audience(visit: Visit, zeroji: Zeroji) -> None:
    secret = _id(zeroji, "管理職向け通達")

    assert visit("sato").get(f"/console/manuals/{secret}").status_code == 404
    assert visit("kanri").get(f"/console/manuals/{secret}").status_code == 200


class TestUploading:
    def test_a_new_document_is_read_by_its_audience_only(
        self, visit: Visit, guest: Browser, zeroji: Zeroji
    ) -> None:
        owner = visit("mori")
        text = "# 役員車規程\n\n役員車は予約制とする。\n"
        answer = _upload(owner, "役員車規程.md", text, audience="managers", owner="総務部")

        assert "新しい文書" in words(answer), words(answer)
        manual = zeroji.library.manual(_id(zeroji, "役員車規程"))
        assert (manual.audience, manual.owner) == ("managers", "総務部")
        assert guest.get(f"/manuals/{manual.id}").status_code == 404

    def test_an_existing_manual_gets_a_new_revision(self, visit: Visit, zeroji: Zeroji) -> None:
        owner = visit("mori")
        _upload(owner, "備品規程.md", "# 備品規程\n\n椅子は5年使う。\n", owner="総務部")
        manual = _id(zeroji, "備品規程")
        text = "# 備品規程の改定\n\n椅子は7年使う。\n"
        _upload(owner, "改定.md", text, revises=str(manual), effective_from="2098-04-01")

        numbers = [revision.number for revision in zeroji.library.history(manual)]
        assert numbers == [1, 2]
        assert zeroji.library.manual(manual).owner == "総務部"

    def test_nobody_revises_what_they_may_not_read(self, visit: Visit, zeroji: Zeroji) -> None:
        secret = str(_id(zeroji, "管理職向け通達"))

        assert _upload(visit("mori"), "x.md", "# x\n\ny\n", revises=secret).status_code == 404

    def test_what_cannot_be_read_is_explained(self, visit: Visit) -> None:
        answer = _upload(visit("mori"), "壊れた.docx", "これは文書ではない")

        assert answer.status_code == 422
        assert "登録できませんでした" in words(answer)

    @pytest.mark.parametrize("name", ["在宅勤務規程.meta.yaml", "..", ".bashrc"])
    def test_a_name_that_is_no_document_is_refused(self, visit: Visit, name: str) -> None:
        assert _upload(visit("mori"), name, "audience: all").status_code == 422

    def test_a_path_in_the_name_is_left_out(self, visit: Visit, zeroji: Zeroji) -> None:
        _upload(visit("mori"), "../../侵入.md", "# 侵入規程\n\n外には書けない。\n")

        assert (zeroji.settings.uploads / "侵入.md").is_file()


def _upload(browser: Browser, name: str, text: str, **fields: str) -> Response:
    return browser.http.post(
        "/console/manuals/upload",
        data={"csrf": browser.token, **fields},
        files={"file": (name, text.encode())},
    )


def _id(zeroji: Zeroji, title: str) -> int:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == title]
    return manual.id
