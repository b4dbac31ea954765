"""Lets unstructured work without the network.

Its partitioners load an English spaCy model, which they download on first use, to guess whether
a paragraph is prose. Nothing here uses that guess: ``import_partitioner`` puts a stand-in in the
model's place and returns the partitioner.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class _Token:
    text: str
    tag_: str = "NN"


@dataclass(frozen=True)
class _Doc:
    """A text as one sentence of words that are all nouns."""

    text: str

    def __iter__(self) -> Iterator[_Token]:
        return (_Token(word) for word in self.text.split())

    @property
    def sents(self) -> tuple[_Doc, ...]:
        return (self,)


class _Pipeline:
    max_length = 10**9

    def __call__(self, text: str) -> _Doc:
        return _Doc(text)


def import_partitioner(name: str) -> Callable[..., list[Any]]:
    """``partition_NAME`` of unstructured, which then touches no network."""
    tokenize: Any = importlib.import_module("unstructured.nlp.tokenize")
    tokenize._get_nlp = _Pipeline
    module = importlib.import_module(f"unstructured.partition.{name}")
    partition: Callable[..., list[Any]] = getattr(module, f"partition_{name}")
    return partition
