"""Orders what the two searches found: which candidates answer, best first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.embedding import Vectors
from knowledge.index import Snapshot
from knowledge.ranking import features as described
from knowledge.ranking.candidates import Candidates, Floats, Integers
from knowledge.ranking.model import Model, model, shares

__all__ = ["FEATURES", "Candidates", "Model", "Ranking", "rank"]

#: What :class:`Ranking` tells of each candidate, column by column: what the model goes by, its
#: logit, the share of the candidate's section among all, and how likely any candidate answers.
FEATURES: tuple[str, ...] = (*described.NAMES, "logit", "section_share", "answerable")


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Candidates in order, and why."""

    #: Indices into the candidates, best first, shape (n,).
    order: Integers
    #: Probability that the candidate's section answers, in the order of the candidates, (n,).
    scores: Floats
    #: Shape (n, len(FEATURES)), in the order of the candidates.
    features: Floats


def rank(
    query: str,
    vector: Vectors | None,
    snapshot: Snapshot,
    candidates: Candidates,
    learned: Model | None = None,
) -> Ranking:
    """Sections by what all their candidates say; in a section, the likeliest candidate first.

    ``vector`` is the question's, shape (dimensions,), or None where only words are compared.
    ``learned`` is what to go by where it is not the model that comes with Zeroji.
    """
    if not len(candidates):
        return _nothing()
    features = described.features(query, snapshot, candidates)
    learned = learned or model()
    logits = learned.logits(features)
    share = shares(logits, described.sections(snapshot, candidates))
    order = np.lexsort((-logits, -share))
    best = int(order[0])
    answerable = learned.answerable(features[best], float(share[best]))
    added = np.stack([logits, share, np.full_like(share, answerable)], axis=1)
    return Ranking(
        order=order,
        scores=share * np.float32(answerable),
        features=np.concatenate([features, added], axis=1, dtype=np.float32),
    )


def _nothing() -> Ranking:
    return Ranking(
        order=np.zeros(0, dtype=np.int64),
        scores=np.zeros(0, dtype=np.float32),
        features=np.zeros((0, len(FEATURES)), dtype=np.float32),
    )
