"""Reads the needs of a company: wordings, half of them known, and near misses of each."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

_FOLDER = Path(__file__).parent
COMPANIES = ("kaede_shoji", "shiranami_kagaku", "aoba_iryo")


class Need(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    heading: str
    #: Each in its spellings, separated by ``|``.
    facts: tuple[str, ...]
    wordings: tuple[str, ...] = Field(min_length=4, max_length=4)
    #: About the same matter, and not answered by it.
    near: tuple[str, ...] = Field(min_length=1)

    @property
    def known(self) -> tuple[str, ...]:
        return self.wordings[:2]

    @property
    def asked(self) -> tuple[str, ...]:
        return self.wordings[2:]


def needs_of(company: str) -> list[Need]:
    read = yaml.safe_load((_FOLDER / f"{company}.yaml").read_text(encoding="utf-8"))
    return [Need.model_validate(need) for need in read]
