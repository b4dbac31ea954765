from __future__ import annotations

import os
from typing import Any

import pytest

from bot.language_model import Limits, Price
from bot.language_model.configured import language_model, limits
from bot.settings import Settings, load_settings
from knowledge.errors import InvalidInput

Env = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def nothing_set(tmp_path_factory: pytest.TempPathFactory, monkeypatch: Env) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    for name in [name for name in os.environ if name.startswith(("ZEROJI_", "OPENAI_", "AZURE_"))]:
        monkeypatch.delenv(name)


def settings(monkeypatch: Env, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_no_model_is_asked_unless_one_is_named(monkeypatch: Env) -> None:
    assert language_model(settings(monkeypatch, OPENAI_API_KEY="sk-1")) is None


def test_openai_needs_a_name_and_a_key(monkeypatch: Env) -> None:
    model = language_model(settings(monkeypatch, ZEROJI_MODEL="gpt-5-mini", OPENAI_API_KEY="sk-1"))
    assert model is not None
    assert (model.api_key, model.url) == ("sk-1", "https://api.openai.com/v1")
    assert model.label == "gpt-5-mini@api.openai.com"
    assert (model.fallback, model.timeout, model.max_tokens) == (None, 20, 4000)
    assert "sk-1" not in repr(model)


def test_azure_has_its_own_key_and_address(monkeypatch: Env) -> None:
    model = language_model(
        settings(
            monkeypatch,
            ZEROJI_MODEL="azure:rules",
            OPENAI_API_KEY="sk-other",
            AZURE_OPENAI_API_KEY="az-1",
            AZURE_OPENAI_ENDPOINT="https://kaisha.openai.azure.com",
            OPENAI_API_VERSION="2025-04-01-preview",
        )
    )
    assert model is not None
    assert (model.deployment, model.api_key) == ("rules", "az-1")
    assert model.url == "https://kaisha.openai.azure.com"
    assert model.api_version == "2025-04-01-preview"


def test_a_name_with_a_colon_is_one_of_a_compatible_server(monkeypatch: Env) -> None:
    given = {"ZEROJI_MODEL": "qwen3:8b", "OPENAI_BASE_URL": "http://localhost:11434/v1"}
    model = language_model(settings(monkeypatch, **given))
    assert model is not None
    assert (model.deployment, model.label) == (None, "qwen3:8b@localhost:11434")


def test_a_second_endpoint_has_its_own_name_key_address_and_price(monkeypatch: Env) -> None:
    model = language_model(
        settings(
            monkeypatch,
            ZEROJI_MODEL="gpt-5-mini",
            ZEROJI_MODEL_PRICE="0.25, 2.00",
            OPENAI_API_KEY="sk-1",
            OPENAI_BASE_URL="https://proxy.example/v1",
            ZEROJI_FALLBACK_MODEL="local",
            ZEROJI_FALLBACK_BASE_URL="http://gpu.example/v1",
        )
    )
    assert model is not None and model.fallback is not None
    assert model.price == Price(0.25, 2.0)
    other = model.fallback
    assert (other.label, other.api_key, other.price) == ("local@gpu.example", "", Price())


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"ZEROJI_MODEL": "azure:rules"}, "AZURE_OPENAI_ENDPOINT"),
        (
            {"ZEROJI_MODEL": "gpt", "ZEROJI_FALLBACK_MODEL": "azure:rules"},
            "ZEROJI_FALLBACK_BASE_URL",
        ),
    ],
    ids=["first", "second"],
)
def test_a_deployment_of_azure_without_an_address_names_what_is_missing(
    monkeypatch: Env, given: dict[str, str], named: str
) -> None:
    with pytest.raises(InvalidInput, match=named):
        language_model(settings(monkeypatch, **given))


def test_the_limits_of_a_day_are_settings(monkeypatch: Env) -> None:
    assert limits(settings(monkeypatch)) == Limits()
    given: dict[str, Any] = {
        "ZEROJI_TOKENS_PER_DAY": "1000000",
        "ZEROJI_USER_TOKENS_PER_DAY": "50000",
        "ZEROJI_COST_PER_DAY": "5",
        "ZEROJI_USER_COST_PER_DAY": "0.5",
    }
    assert limits(settings(monkeypatch, **given)) == Limits(
        tokens=1_000_000, user_tokens=50_000, cost=5, user_cost=0.5
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ZEROJI_MODEL_PRICE", "2"),
        ("ZEROJI_MODEL_PRICE", "-1,2"),
        ("ZEROJI_MODEL_PRICE", "cheap,2"),
        ("ZEROJI_COST_PER_DAY", "inf"),
        ("ZEROJI_TOKENS_PER_DAY", "-1"),
    ],
)
def test_amounts_that_are_none_name_their_variable(
    monkeypatch: Env, variable: str, value: str
) -> None:
    with pytest.raises(InvalidInput, match=variable):
        settings(monkeypatch, **{variable: value})
