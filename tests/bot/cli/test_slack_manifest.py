"""``zeroji slack manifest``."""

from __future__ import annotations

import pytest
import yaml

from tests.bot.cli.conftest import Run


def test_it_is_the_same_in_json_and_in_yaml(run: Run) -> None:
    as_json = run("slack", "manifest", "--socket-mode").json
    assert yaml.safe_load(run("slack", "manifest", "--socket-mode", "--yaml").out) == as_json
    assert as_json["settings"]["socket_mode_enabled"] is True


def test_the_address_is_what_is_given_or_the_public_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEROJI_PUBLIC_URL", "https://zeroji.example.co.jp")
    for arguments, host in ((), "zeroji"), (("--url", "https://bot.example.com"), "bot"):
        made = run("slack", "manifest", *arguments).json
        assert made["settings"]["interactivity"]["request_url"].startswith(f"https://{host}.")


def test_without_an_address_it_says_what_to_give(run: Run) -> None:
    ran = run("slack", "manifest")
    assert ran.code == 2
    assert "--socket-mode" in ran.err


def test_its_texts_are_in_the_language_that_is_asked_for(run: Run) -> None:
    made = run("slack", "manifest", "--socket-mode", "--language", "en").json
    assert made["display_information"]["name"] == "Zeroji"
    assert run("slack", "manifest", "--language", "fr").code == 2


def test_each_scope_is_told_with_its_purpose(run: Run) -> None:
    lines = run("slack", "manifest", "--scopes").out.splitlines()
    assert any(line.startswith("im:write ") for line in lines)
