"""The company's words on the command line."""

from __future__ import annotations

from tests.bot.cli.conftest import Run


def test_a_word_is_added_listed_used_and_removed(run: Run) -> None:
    added = run("thesaurus", "add", "おうちデー", "在宅勤務", "--by", "sato")
    assert (added.code, added.out) == (0, "「おうちデー」 means 「在宅勤務」.\n")
    listed = run("thesaurus", "list", "--json").json["additions"]
    assert [(a["form"], a["concept"], a["added_by"]) for a in listed] == [
        ("おうちデー", "在宅勤務", "sato")
    ]
    assert "おうちデー" in run("thesaurus", "list").out
    found = run("search", "おうちデーは何日まで", "--json").json["passages"]
    assert found[0]["section"] == "第5条（在宅勤務の日数）"
    removed = run("thesaurus", "remove", "おうちデー", "在宅勤務", "--by", "sato", "--json")
    assert removed.json["form"] == "おうちデー"
    assert run("thesaurus", "list", "--json").json == {"additions": []}


def test_a_word_of_a_ticket_that_is_not_there_is_refused(run: Run) -> None:
    ran = run("thesaurus", "add", "おうちデー", "在宅勤務", "--by", "sato", "--ticket", 404)
    assert (ran.code, "There is no ticket 404" in ran.err) == (2, True)


def test_what_comes_with_zeroji_is_not_removed(run: Run) -> None:
    ran = run("thesaurus", "remove", "テレワーク", "在宅勤務", "--by", "sato")
    assert (ran.code, "No addition says" in ran.err) == (2, True)


def test_without_published_tickets_nothing_is_suggested(run: Run) -> None:
    assert run("thesaurus", "suggest", "--json").json == {"suggestions": []}
    assert run("thesaurus", "suggest").out.split() == ["WORD", "CONCEPT", "TICKETS", "QUESTION"]
