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


def test_a_retired_manual_is_restored(visit: Visit, zeroji: Zeroji) -> None:
    owner = visit("mori")
    _upload(owner, "手袋規程.md", "# 手袋規程\n\n手袋は革とする。\n")
    manual = _id(zeroji, "手袋規程")
    zeroji.publisher.retire([manual])
    assert "手袋規程" in words(owner.get("/console/manuals")).split("廃止した文書")[1]

    page = owner.post(f"/console/manuals/{manual}/restore")

    assert "文書を元に戻しました。" in words(page)
    assert zeroji.library.manual(manual).retired_at is None
    assert visit("sato").post(f"/console/manuals/{manual}/restore").status_code == 403


def test_the_days_on_which_a_manual_holds_are_listed(visit: Visit, zeroji: Zeroji) -> None:
    owner = visit("mori")
    dates = {"effective_from": "2026-04-01", "effective_until": "2098-03-31"}
    _upload(owner, "制服規程.md", "# 制服規程\n\n制服は貸与する。\n", **dates)
    _upload(
        owner, "旧制服規程.md", "# 旧制服規程\n\n制服は紺とする。\n", effective_until="2020-03-31"
    )

    page = words(owner.get("/console/manuals"))
    assert "制服規程 マニュアル – 全員 1 2026年4月1日 – 2098年3月31日" in page
    assert "旧制服規程 マニュアル – 全員 – 現在有効な版なし" in page
    history = words(owner.get(f"/console/manuals/{_id(zeroji, '旧制服規程')}"))
    assert "1 2020年3月31日 まで" in history


def test_an_owner_goes_back_to_an_earlier_revision(visit: Visit, zeroji: Zeroji) -> None:
    owner = visit("mori")
    for limit in ("3本", "5本"):
        _upload(owner, "杖規程.md", f"# 杖規程\n\n杖は{limit}まで貸し出す。\n")
    manual = _id(zeroji, "杖規程")

    page = owner.post(f"/console/manuals/{manual}/rollback", to=1)

    assert "以前の版の内容を、新しい版として公開しました。" in words(page)
    assert "第1版に戻した" in words(page)
    revision = zeroji.library.history(manual)[-1]
    assert "3本" in zeroji.library.sections(revision.id)[0].text
    assert (zeroji.settings.uploads / "杖規程.md").read_text().count("3本") == 1
    again = owner.post(f"/console/manuals/{manual}/rollback", to=1)
    assert "現在の版と同じ内容です。" in words(again)


def test_who_may_go_back_and_to_what(visit: Visit, zeroji: Zeroji) -> None:
    owner = visit("mori")
    _upload(owner, "眼鏡規程.md", "# 眼鏡規程\n\n眼鏡は黒とする。\n")
    manual, secret = _id(zeroji, "眼鏡規程"), _id(zeroji, "管理職向け通達")

    missing = owner.post(f"/console/manuals/{manual}/rollback", to=9)
    assert missing.status_code == 404
    assert "この文書に第9版はありません。" in words(missing)
    assert visit("sato").post(f"/console/manuals/{manual}/rollback", to=1).status_code == 403
    assert owner.post(f"/console/manuals/{secret}/rollback", to=1).status_code == 404


@pytest.mark.parametrize(
    "address", ["manuals/999", "manuals/abc", "manuals/1?before=1&after=99", "manuals/1?before=x"]
)
def test_a_wrong_address_is_told_in_japanese(visit: Visit, address: str) -> None:
    page = visit("mori").get(f"/console/{address}")

    assert page.status_code in (404, 422)
    said = words(page).split("お知らせ")[-1]
    assert "文書の画面へ戻る" in said
    assert not any(word in said for word in ("There is", "Input", "Not Found", "Unprocessable"))


class TestUploading:
    @pytest.mark.parametrize("url", ["/etc/hostname", "../uploads", "file:///etc/hostname", "x"])
    def test_a_path_on_the_server_is_not_taken_for_a_url(
        self, visit: Visit, zeroji: Zeroji, url: str
    ) -> None:
        runs = len(zeroji.runs.runs(100))
        owner = visit("mori")

        page = owner.post("/console/manuals/upload", url=url)

        assert page.status_code == 422
        assert "は URL ではありません。" in words(page)
        assert len(zeroji.runs.runs(100)) == runs

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

        assert answer.url.path.startswith("/console/manuals/runs/")
        assert "取り込めませんでした 壊れた.docx" in words(answer)
        assert "ファイルが壊れています。作成したソフトで開き、保存し直してください。" in words(
            answer
        )

    @pytest.mark.parametrize("name", ["在宅勤務規程.meta.yaml", "..", ".bashrc"])
    def test_a_name_that_is_no_document_is_refused(self, visit: Visit, name: str) -> None:
        assert _upload(visit("mori"), name, "audience: all").status_code == 422

    def test_several_documents_are_one_run(self, visit: Visit) -> None:
        owner = visit("mori")
        texts = {"傘規程.md": "# 傘規程\n\n傘は各自が持つ。\n", "鍵規程.txt": ""}
        page = _upload_all(owner, texts)

        assert "新しい文書 傘規程 傘規程.md" in words(page)
        assert "取り込めませんでした 鍵規程.txt ファイルが空です。" in words(page)

    def test_a_damaged_upload_leaves_the_manual_as_it_was(
        self, visit: Visit, zeroji: Zeroji
    ) -> None:
        owner = visit("mori")
        text = "# 靴規程\n\n靴は黒とする。\n"
        _upload(owner, "靴規程.md", text, owner="総務部")
        _upload(owner, "靴規程.md", "---\nowner: [\n---\n# 靴規程\n", audience="managers")

        assert (zeroji.settings.uploads / "靴規程.md").read_text("utf-8") == text
        manual = zeroji.library.manual(_id(zeroji, "靴規程"))
        assert (manual.owner, manual.audience) == ("総務部", "all")
        assert [r.number for r in zeroji.library.history(manual.id)] == [1]

    def test_what_is_not_said_again_stays_as_it_was_said(
        self, visit: Visit, zeroji: Zeroji
    ) -> None:
        owner = visit("mori")
        _upload(owner, "帽子規程.md", "# 帽子規程\n\n帽子は白。\n", audience="managers")
        admin = visit("kanri")
        _upload(admin, "帽子規程.md", "# 帽子規程\n\n帽子は赤。\n", owner="人事部")

        manual = zeroji.library.manual(_id(zeroji, "帽子規程"))
        assert (manual.owner, manual.audience) == ("人事部", "managers")

    def test_nobody_replaces_what_they_may_not_read(self, visit: Visit, zeroji: Zeroji) -> None:
        text = "# 役員報酬\n\n報酬は年俸とする。\n"
        _upload(visit("kanri"), "役員報酬.md", text, audience="managers")
        answer = _upload(visit("mori"), "役員報酬.md", "# 役員報酬\n\n時給とする。\n")

        assert answer.status_code == 422
        assert "名前は使われています" in words(answer)
        assert (zeroji.settings.uploads / "役員報酬.md").read_text("utf-8") == text

    def test_the_same_file_chosen_as_a_revision_keeps_its_owner(
        self, visit: Visit, zeroji: Zeroji
    ) -> None:
        owner = visit("mori")
        _upload(owner, "机規程.md", "# 机規程\n\n机は木製。\n", owner="総務部")
        manual = _id(zeroji, "机規程")
        page = _upload(owner, "机規程.md", "# 机規程\n\n机は鉄製。\n", revises=str(manual))

        assert "新しい版 机規程 机規程.md 変更点" in words(page)
        assert f"/console/manuals/{manual}?before=1&amp;after=2" in page.text
        assert zeroji.library.manual(manual).owner == "総務部"

    def test_a_revision_is_one_file(self, visit: Visit, zeroji: Zeroji) -> None:
        owner = visit("mori")
        manual = str(_id(zeroji, "在宅勤務規程"))
        answer = _upload_all(owner, {"a.md": "# a", "b.md": "# b"}, revises=manual)

        assert (answer.status_code, "1つだけ" in words(answer)) == (422, True)

    def test_files_or_a_url_but_one_of_them(self, visit: Visit) -> None:
        owner = visit("mori")
        neither = owner.post("/console/manuals/upload")
        both = _upload(owner, "x.md", "# x", url="https://example.com/")

        for answer in (neither, both):
            assert (answer.status_code, "どちらか一方" in words(answer)) == (422, True)

    def test_a_url_that_is_not_public_is_explained(self, visit: Visit) -> None:
        page = visit("mori").post("/console/manuals/upload", url="https://127.0.0.1/rules.html")

        assert "管理者が設定（ZEROJI_URL_HOSTS）で許可すると取り込めます" in words(page), words(
            page
        )

    def test_a_date_that_is_none_is_refused(self, visit: Visit) -> None:
        answer = _upload(visit("mori"), "y.md", "# y\n\nz\n", effective_from="4月1日")

        assert (answer.status_code, "2027-04-01 のように" in words(answer)) == (422, True)

    def test_a_path_in_the_name_is_left_out(self, visit: Visit, zeroji: Zeroji) -> None:
        _upload(visit("mori"), "../../侵入.md", "# 侵入規程\n\n外には書けない。\n")

        assert (zeroji.settings.uploads / "侵入.md").is_file()


def _upload(browser: Browser, name: str, text: str, **fields: str) -> Response:
    return browser.http.post(
        "/console/manuals/upload",
        data={"csrf": browser.token, **fields},
        files={"file": (name, text.encode())},
    )


def _upload_all(browser: Browser, texts: dict[str, str], **fields: str) -> Response:
    return browser.http.post(
        "/console/manuals/upload",
        data={"csrf": browser.token, **fields},
        files=[("file", (name, text.encode())) for name, text in texts.items()],
    )


def _id(zeroji: Zeroji, title: str) -> int:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == title]
    return manual.id
