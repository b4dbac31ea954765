"""The language model that the settings name."""

from __future__ import annotations

from typing import TypeVar

from bot.language_model.endpoints import Endpoint, Model
from bot.language_model.spending import Limits, Price, Spending
from bot.settings import Settings
from knowledge.errors import InvalidInput

AnEndpoint = TypeVar("AnEndpoint", bound=Endpoint)


def language_model(settings: Settings, spending: Spending | None = None) -> Model | None:
    """The model with what stands in for it; None when the settings name none.

    Calls are recorded, and limited, where ``spending`` is given. Raises InvalidInput.
    """
    if not settings.model:
        return None
    azure = settings.model.startswith("azure:")
    key = settings.azure_openai_api_key if azure else settings.openai_api_key
    model = Model(
        name=settings.model,
        api_key=key.get_secret_value(),
        base_url=settings.azure_openai_endpoint if azure else settings.openai_base_url,
        api_version=settings.openai_api_version,
        price=Price(*settings.model_price),
        timeout=settings.model_timeout,
        max_tokens=settings.model_max_tokens,
        context=settings.model_context,
        ca_file=settings.url_ca_file,
        fallback=_fallback(settings),
        spending=spending,
    )
    return _addressed(model, "ZEROJI_MODEL", "AZURE_OPENAI_ENDPOINT")


def limits(settings: Settings) -> Limits:
    """What models may take in a day."""
    return Limits(
        tokens=settings.tokens_per_day,
        user_tokens=settings.user_tokens_per_day,
        cost=settings.cost_per_day,
        user_cost=settings.user_cost_per_day,
    )


def _fallback(settings: Settings) -> Endpoint | None:
    if not settings.fallback_model:
        return None
    endpoint = Endpoint(
        name=settings.fallback_model,
        api_key=settings.fallback_api_key.get_secret_value(),
        base_url=settings.fallback_base_url,
        api_version=settings.openai_api_version,
        price=Price(*settings.fallback_price),
    )
    return _addressed(endpoint, "ZEROJI_FALLBACK_MODEL", "ZEROJI_FALLBACK_BASE_URL")


def _addressed(endpoint: AnEndpoint, variable: str, address: str) -> AnEndpoint:
    """Raises InvalidInput for a deployment of Azure without an address: there is no usual one."""
    if endpoint.deployment is not None and not endpoint.base_url:
        raise InvalidInput(
            f"{variable}={endpoint.name} is a deployment of Azure OpenAI: set {address}, too. "
            "See .env.example."
        )
    return endpoint
