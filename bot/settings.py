"""Every setting, its default and its environment variable. Nothing else reads the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.business_days import BusinessHours, Calendar
from ingest.fetching.addresses import Origin, origin
from knowledge.errors import InvalidInput

#: Of money.
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def _folders(given: object) -> object:
    """Folders between commas or, as in PATH, colons."""
    if not isinstance(given, str):
        return given
    return tuple(Path(part) for part in _listed(given.replace(os.pathsep, ",")))


def _origins(given: object) -> object:
    return tuple(map(origin, _listed(given))) if isinstance(given, str) else given


def _calendar(given: object) -> object:
    return Calendar.parse(given) if isinstance(given, str) else given


def _hours(given: object) -> object:
    return BusinessHours.parse(given) if isinstance(given, str) else given


def _pair(given: object) -> object:
    """Two amounts between a comma."""
    return tuple(_listed(given)) if isinstance(given, str) else given


def _pairs(given: object) -> object:
    """``name:audience`` between commas; the last colon counts."""
    if not isinstance(given, str):
        return given
    pairs = tuple(tuple(p.strip() for p in part.rpartition(":")[::2]) for part in _listed(given))
    for part, pair in zip(_listed(given), pairs, strict=True):
        if not all(pair):
            raise ValueError(f"{part!r} must be NAME:AUDIENCE, e.g. hr-team:hr, kanri:managers")
    return pairs


def _field_pairs(given: object) -> object:
    """``field=value:audience`` between commas."""
    pairs = _pairs(given)
    if isinstance(given, str) and isinstance(pairs, tuple):
        for said, audience in pairs:
            name, _, value = said.partition("=")
            if not (name.strip() and value.strip()):
                raise ValueError(
                    f"'{said}:{audience}' must be FIELD=VALUE:AUDIENCE, e.g. 役職=課長:managers"
                )
    return pairs


def _hours_if_any(given: object) -> object:
    return None if given == "" else _hours(given)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _named(variable: str) -> AliasChoices:
    return AliasChoices(variable)


class Settings(BaseSettings):
    """Read from the environment and from ``.env`` in the current folder."""

    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="ZEROJI_", extra="ignore", populate_by_name=True, frozen=True
    )

    #: Where everything is kept.
    home: Path = Path(".zeroji")
    #: SQLAlchemy URL; a SQLite file under the home when empty.
    database_url: Annotated[str, Field(validation_alias=_named("DATABASE_URL"))] = ""
    #: ``http://host:port`` of a Chroma server; embedded when empty.
    chroma_url: Annotated[str, Field(validation_alias=_named("CHROMA_URL"))] = ""
    #: builtin, openai:MODEL or sentence-transformers:MODEL.
    embedder: str = "builtin"
    #: cross-encoder:MODEL, which orders what search found anew; none when empty.
    reranker: str = ""

    #: Language model that writes answers, ``azure:DEPLOYMENT`` for one of Azure OpenAI; quoting
    #: answers only when empty.
    model: str = ""
    openai_api_key: Annotated[SecretStr, Field(validation_alias=_named("OPENAI_API_KEY"))] = (
        SecretStr("")
    )
    openai_base_url: Annotated[str, Field(validation_alias=_named("OPENAI_BASE_URL"))] = ""
    azure_openai_endpoint: Annotated[
        str, Field(validation_alias=_named("AZURE_OPENAI_ENDPOINT"))
    ] = ""
    azure_openai_api_key: Annotated[
        SecretStr, Field(validation_alias=_named("AZURE_OPENAI_API_KEY"))
    ] = SecretStr("")
    #: Of Azure's interface; the first that is not a preview and knows structured output.
    openai_api_version: Annotated[str, Field(validation_alias=_named("OPENAI_API_VERSION"))] = (
        "2024-10-21"
    )
    #: Seconds after which a model's answer is no longer waited for.
    model_timeout: Annotated[float, Field(gt=0, le=120)] = 20.0
    #: Tokens of a model's longest reply, its reasoning included.
    model_max_tokens: Annotated[int, Field(ge=100)] = 4000
    #: Tokens that it takes in and gives out together; 0 for more than a question ever needs.
    model_context: Annotated[int, Field(ge=0)] = 0
    #: Of a million tokens in and out.
    model_price: Annotated[tuple[Amount, Amount], NoDecode, BeforeValidator(_pair)] = (0.0, 0.0)
    #: Model that stands in for the first, elsewhere; none when empty.
    fallback_model: str = ""
    fallback_api_key: SecretStr = SecretStr("")
    #: OpenAI when empty; the resource for ``azure:DEPLOYMENT``.
    fallback_base_url: str = ""
    fallback_price: Annotated[tuple[Amount, Amount], NoDecode, BeforeValidator(_pair)] = (0.0, 0.0)
    #: What prices and costs are in.
    currency: str = "USD"
    #: What models may take in a day, altogether and for one asker; 0 for any amount.
    tokens_per_day: Annotated[int, Field(ge=0)] = 0
    user_tokens_per_day: Annotated[int, Field(ge=0)] = 0
    cost_per_day: Amount = 0.0
    user_cost_per_day: Amount = 0.0

    #: How much proof an answer needs: 0 answers boldly, 1 hardly ever.
    caution: Annotated[float, Field(ge=0, le=1)] = 0.5
    #: Business days until a ticket is due, of so many hours.
    ticket_days: Annotated[int, Field(ge=1, le=30)] = 2
    #: With the days off beside weekends and national holidays, e.g. 12-29..01-03.
    holidays: Annotated[Calendar, NoDecode, BeforeValidator(_calendar)] = Calendar()

    business_hours: Annotated[BusinessHours, NoDecode, BeforeValidator(_hours)] = BusinessHours()
    #: Business hours before a ticket is due at which its owner is reminded; 0 for never.
    remind_hours: Annotated[float, Field(ge=0, le=100)] = 4.0
    #: Days back in which answers are looked through for those that a change made wrong.
    correct_days: Annotated[int, Field(ge=0, le=3650)] = 90
    #: Files of eval cases (JSONL) that a change of their manuals must not fail.
    eval_cases: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)] = ()
    #: Most seconds that the check before a publication may take.
    gate_seconds: Annotated[float, Field(gt=0)] = 600.0

    #: OpenID Connect: the issuer's address and the client that Zeroji is registered as; with
    #: one-time links only when empty.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")

    company_name: str = ""
    #: Whom to ask when Zeroji cannot help, and whom to ask in confidence.
    contact: str = "総務部"
    confidential_contact: str = "コンプライアンス相談窓口"
    #: Address under which employees reach the server, for links; the bound address when empty.
    public_url: str = ""

    slack_bot_token: Annotated[SecretStr, Field(validation_alias=_named("SLACK_BOT_TOKEN"))] = (
        SecretStr("")
    )
    slack_signing_secret: Annotated[
        SecretStr, Field(validation_alias=_named("SLACK_SIGNING_SECRET"))
    ] = SecretStr("")
    slack_app_token: Annotated[SecretStr, Field(validation_alias=_named("SLACK_APP_TOKEN"))] = (
        SecretStr("")
    )
    #: Another address of Slack's Web API, e.g. a proxy.
    slack_api_url: Annotated[str, Field(validation_alias=_named("SLACK_API_URL"))] = (
        "https://slack.com/api/"
    )
    #: Channel in which staff work the queue, e.g. C0123ABCD; they use the console only when empty.
    slack_staff_channel: str = ""
    #: Audiences of Slack's user groups, by handle or id: ``hr-team:hr, S0123:managers``.
    slack_groups: Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(_pairs)] = ()
    #: Audiences by fields of Slack's profiles: ``部署=人事部:hr, 役職=課長:managers``.
    slack_fields: Annotated[
        tuple[tuple[str, str], ...], NoDecode, BeforeValidator(_field_pairs)
    ] = ()
    #: Field of Slack's profiles that names the department.
    slack_department_field: str = "部署"
    #: Hours in which staff are reminded in Slack, on business days; the business hours when empty.
    slack_reminder_hours: Annotated[
        BusinessHours | None, NoDecode, BeforeValidator(_hours_if_any)
    ] = None

    #: Folders whose manuals are kept up to date while the server runs.
    watch: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)] = ()
    #: Ask for changes every second: shares do not report what other machines change.
    watch_polling: bool = False
    #: Hosts inside the company's network that URLs may lead to.
    url_hosts: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_origins)] = ()
    #: Certificates (PEM) that are trusted besides the usual ones, at URLs and at models.
    url_ca_file: Path | None = None
    #: Hours after which manuals from URLs are fetched again; 0 for never.
    url_hours: Annotated[float, Field(ge=0)] = 0.0

    #: Keep traces of how questions are answered, for so many days.
    tracing: bool = False
    trace_days: Annotated[int, Field(ge=1)] = 30
    #: Where traces are sent besides, by OTLP over gRPC.
    otlp_endpoint: Annotated[str, Field(validation_alias=_named("OTEL_EXPORTER_OTLP_ENDPOINT"))] = (
        ""
    )

    #: What reading one document may cost.
    read_seconds: Annotated[float, Field(gt=0)] = 300.0
    read_memory_mb: Annotated[int, Field(ge=256)] = 3072
    max_file_mb: Annotated[int, Field(ge=1)] = 50

    @property
    def originals(self) -> Path:
        return self.home / "originals"

    @property
    def fetched(self) -> Path:
        return self.home / "fetched"

    @property
    def addenda(self) -> Path:
        return self.home / "addenda"

    @property
    def uploads(self) -> Path:
        return self.home / "uploads"


def load_settings() -> Settings:
    """Read the settings. Raises InvalidInput naming each variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{_variable(e['loc'])}: {e['msg']}" for e in error.errors())
        raise InvalidInput(f"A setting is wrong. {wrong}. See .env.example.") from error


def _variable(location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else "?"
    return name if name.isupper() else f"ZEROJI_{name.upper()}"
