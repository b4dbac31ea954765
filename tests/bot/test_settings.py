from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import load_settings
from knowledge.embedding import embedder
from knowledge.errors import InvalidInput


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a ``.env``."""
    monkeypatch.chdir(tmp_path)
    for name in ("ZEROJI_HOME", "ZEROJI_MODEL", "OPENAI_API_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_nothing_has_to_be_set() -> None:
    settings = load_settings()
    assert settings.home == Path(".zeroji")
    assert (settings.model, settings.database_url, settings.embedder) == ("", "", "builtin")


def test_the_environment_sets_what_is_ours_and_what_others_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZEROJI_HOME", "/srv/zeroji")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/zeroji")
    settings = load_settings()
    assert settings.home == Path("/srv/zeroji")
    assert settings.originals == Path("/srv/zeroji/originals")
    assert settings.openai_api_key.get_secret_value() == "sk-secret"
    assert settings.database_url == "postgresql://db/zeroji"
    assert "sk-secret" not in repr(settings)


def test_a_dotenv_file_is_read_and_the_environment_wins(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / ".env").write_text("ZEROJI_MODEL=from-file\nZEROJI_CAUTION=0.9\nOTHER=1\n")
    monkeypatch.setenv("ZEROJI_MODEL", "from-environment")
    settings = load_settings()
    assert (settings.model, settings.caution) == ("from-environment", 0.9)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ZEROJI_CAUTION", "2"),
        ("ZEROJI_CAUTION", "bold"),
        ("ZEROJI_MODEL_TIMEOUT", "0"),
        ("ZEROJI_TICKET_DAYS", "1.5"),
        ("ZEROJI_MAX_FILE_MB", "-1"),
    ],
)
def test_a_bad_value_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidInput, match=f"{variable}: Input should be") as raised:
        load_settings()
    assert "\n" not in str(raised.value)


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROJI_CAUTION", "2")
    monkeypatch.setenv("ZEROJI_TICKET_DAYS", "0")
    with pytest.raises(InvalidInput, match=r"ZEROJI_CAUTION: .*ZEROJI_TICKET_DAYS: "):
        load_settings()


def test_an_embedder_that_does_not_exist_names_its_variable() -> None:
    with pytest.raises(InvalidInput, match="ZEROJI_EMBEDDER='gpt'"):
        embedder("gpt")


def test_lists_stand_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROJI_WATCH", "/srv/manuals, /mnt/share/規程:/mnt/other,")
    monkeypatch.setenv("ZEROJI_URL_HOSTS", "wiki.example, docs.example:8443,http://old.example")
    settings = load_settings()
    assert settings.watch == (Path("/srv/manuals"), Path("/mnt/share/規程"), Path("/mnt/other"))
    assert [str(host) for host in settings.url_hosts] == [
        "https://wiki.example:443",
        "https://docs.example:8443",
        "http://old.example:80",
    ]


def test_a_host_that_is_none_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROJI_URL_HOSTS", "wiki.example/rules")
    with pytest.raises(
        InvalidInput, match=r"ZEROJI_URL_HOSTS: .*“wiki\.example/rules” is not a host"
    ):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ZEROJI_SLACK_GROUPS", "hr-team", "'hr-team' must be NAME:AUDIENCE"),
        ("ZEROJI_SLACK_GROUPS", "hr-team:hr, :managers", "':managers' must be"),
        ("ZEROJI_SLACK_GROUPS", "hr-team:", "'hr-team:' must be"),
        ("ZEROJI_SLACK_FIELDS", "部署=人事部", "'部署=人事部' must be"),
        ("ZEROJI_SLACK_FIELDS", "人事部:hr", "'人事部:hr' must be FIELD=VALUE:AUDIENCE"),
        ("ZEROJI_SLACK_FIELDS", "部署=:hr", "must be FIELD=VALUE:AUDIENCE"),
    ],
)
def test_an_audience_of_slack_that_is_not_said_in_full_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidInput, match=name) as refused:
        load_settings()
    assert said in str(refused.value)


def test_audiences_of_slack_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROJI_SLACK_GROUPS", " hr-team:hr,@kanri : managers,")
    monkeypatch.setenv("ZEROJI_SLACK_FIELDS", "役職=課長:managers")
    settings = load_settings()
    assert settings.slack_groups == (("hr-team", "hr"), ("@kanri", "managers"))
    assert settings.slack_fields == (("役職=課長", "managers"),)
