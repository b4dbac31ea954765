"""Places that say different things about the same matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.checking.agreement import agree, family, same_scale, shown
from ingest.checking.exclusion import possible, unlike_articles
from ingest.checking.finding import Finding, InForce, place
from ingest.checking.namesakes import are_namesakes
from ingest.checking.own_rules import has_own_rules
from ingest.checking.profiles import Profile, rarity
from ingest.checking.similarity import similarity
from ingest.checking.statements import Statement, statements
from knowledge.model import heading_label

#: Pairs below this score, or that share less weight, are taken for different matters.
_LEAST_SCORE, _LEAST_SHARED = 0.37, 2.5
#: A figure that the other section has too is no contradiction when it stands there about as near.
_SAME_SECTION = 0.8
#: The least score where one of the two figures is confirmed by a third place that is nearer; the
#: second is for statements that do not hold under the same conditions.
_CONFIRMED, _CONFIRMED_OTHERWISE = 0.48, 0.50
#: From this score on a finding is sure.
_SURE = 0.5
#: Of what one statement contradicts, only what is about as near as the nearest.
_NEAREST = 0.8
#: Only statements that share one of so many of the rarest names are compared, and of those so many.
_NAMES, _CANDIDATES, _POSTINGS = 10, 40, 400
#: A rule prevails over what explains it.
_WEIGHT = {"faq": 0, "manual": 1, "rule": 2}
#: What the text of a finding ends with, in English and in Japanese.
TO_DO = ("Correct the one that is wrong.", "正しい方に直してください。")
_MEASURES = {
    **{"money": "金額", "percent": "率", "days": "日数", "working days": "日数", "months": "期間"},
    **{"minutes": "時間", "age": "年齢", "clock": "時刻", "date": "日付", "month": "時期"},
    **{"day of month": "日", "distance": "距離", "回": "回数", "人": "人数"},
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Pair:
    """Two statements of the same matter."""

    one: Statement
    other: Statement
    score: float
    #: Weight of what both speak of.
    shared: float
    #: 1 when neither requires what the other does not.
    factor: float
    #: What each of the two speaks of.
    profiles: tuple[Profile, Profile]

    @property
    def agrees(self) -> bool:
        return agree(self.one.quantity, self.other.quantity)


def contradictions(documents: Sequence[InForce], day: date = date.min) -> list[Finding]:
    """Figures in force that disagree, the surest first; each quotes both places.

    Figures that begin to hold after ``day`` are left out, unless their manual began with them.
    """
    found = [statement for document in documents for statement in statements(document, day)]
    return [_finding(pair) for pair in disagreements(found)]


def disagreements(found: Sequence[Statement]) -> list[Pair]:
    """Pairs of statements that cannot both be right, the surest first."""
    pairs = list(_pairs(found))
    unsettled = (pair for pair in _unsettled(pairs) if not pair.agrees)
    differing = [pair for pair in unsettled if not are_namesakes(*pair.profiles)]
    best: defaultdict[Statement, float] = defaultdict(float)
    for pair in differing:
        for statement in (pair.one, pair.other):
            best[statement] = max(best[statement], pair.score)
    nearest = [p for p in differing if p.score >= _NEAREST * max(best[p.one], best[p.other])]
    return _once(sorted(nearest, key=lambda pair: -pair.score))


def _pairs(found: Sequence[Statement]) -> Iterator[Pair]:
    count, idf = rarity(found)
    profiles = [Profile(statement, idf) for statement in found]
    for here, there in _candidates(profiles, count):
        one, other = profiles[here], profiles[there]
        if not possible(one.statement, other.statement) or unlike_articles(one, other):
            continue
        if has_own_rules(one.statement, other.statement):
            continue
        score, shared, factor = similarity(one, other)
        yield Pair(
            one=one.statement,
            other=other.statement,
            score=score,
            shared=shared,
            factor=factor,
            profiles=(one, other),
        )


def _candidates(profiles: Sequence[Profile], count: Counter[str]) -> list[tuple[int, int]]:
    """Pairs of statements in different sections that measure the same and share rare names."""
    rare = [_rarest(profile, count) for profile in profiles]
    postings: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for name in rare[number]:
            postings[(*_measure(profile.statement), name)].append(number)
    chosen: set[tuple[int, int]] = set()
    for number, profile in enumerate(profiles):
        hits: Counter[int] = Counter()
        for name in rare[number]:
            for other in postings[(*_measure(profile.statement), name)][:_POSTINGS]:
                if profiles[other].statement.section is not profile.statement.section:
                    hits[other] += 1
        nearest = sorted(hits, key=lambda other: (-hits[other], other))[:_CANDIDATES]
        chosen.update((min(number, other), max(number, other)) for other in nearest)
    return sorted(chosen)


def _measure(statement: Statement) -> tuple[str, bool]:
    return family(statement.quantity), statement.quantity.side == "before"


def _rarest(profile: Profile, count: Counter[str]) -> list[str]:
    """The names of a statement that fewest sections share with it."""
    shared = [n for n, clarity in profile.names.items() if clarity == 1.0 and count[n] > 1]
    return sorted(shared, key=lambda name: (count[name], name))[:_NAMES]


def _unsettled(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Pairs near enough, of whose figures neither stands in the place of the other too."""
    in_section: defaultdict[tuple[Statement, int], float] = defaultdict(float)
    anywhere: defaultdict[Statement, float] = defaultdict(float)
    for pair in pairs:
        if pair.agrees:
            for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
                place_ = (one, id(other.section))
                in_section[place_] = max(in_section[place_], pair.score)
                anywhere[one] = max(anywhere[one], pair.score)
    for pair in pairs:
        one, other = pair.one, pair.other
        if one.is_key or other.is_key or not same_scale(one.quantity, other.quantity):
            continue
        nearby = max(in_section[one, id(other.section)], in_section[other, id(one.section)])
        is_confirmed = max(anywhere[one], anywhere[other]) >= pair.score
        if nearby < _SAME_SECTION * pair.score and _is_near(pair, is_confirmed):
            yield pair


def _is_near(pair: Pair, is_confirmed: bool) -> bool:
    """Whether a pair is one matter; other places of the same figure put that in doubt."""
    least = _LEAST_SCORE
    if is_confirmed:
        least = _CONFIRMED if pair.factor == 1 or pair.one.is_condition else _CONFIRMED_OTHERWISE
    return pair.score >= least and pair.shared >= _LEAST_SHARED


def _once(pairs: Sequence[Pair]) -> list[Pair]:
    """The first pair of each statement with each section."""
    seen: set[tuple[int, int]] = set()
    chosen = []
    for pair in pairs:
        places = {(id(pair.one), id(pair.other.section)), (id(pair.other), id(pair.one.section))}
        if not places & seen:
            chosen.append(pair)
        seen |= places
    return chosen


def _finding(pair: Pair) -> Finding:
    """The finding; what a FAQ or a manual says is to be corrected rather than a rule."""
    here, there = sorted((pair.one, pair.other), key=lambda s: _WEIGHT[s.document.manual.kind])
    figures = shown(here.quantity), shown(there.quantity)
    matter = _matter(there if there.title else here)
    return Finding(
        kind="contradiction",
        text=(f"{matter}: this place says {figures[0]}, the other says {figures[1]}. " + TO_DO[0]),
        ja=(
            f"{matter}の{_measured(there)}が食い違っています："
            f"{figures[0]} と {figures[1]}。{TO_DO[1]}"
        ),
        places=(
            place(here.document, here.section, here.quote),
            place(there.document, there.section, there.quote),
        ),
        is_sure=pair.score >= _SURE,
    )


def _matter(statement: Statement) -> str:
    heading = heading_label(statement.section.heading_path[-1])
    return f"「{heading}」（{statement.label}）" if statement.label else f"「{heading}」"


def _measured(statement: Statement) -> str:
    """What a figure is, in Japanese."""
    quantity = statement.quantity
    if statement.is_condition:
        return "条件"
    if quantity.side in ("before", "after", "within"):
        return "期限"
    return _MEASURES.get(quantity.counter or quantity.kind, "数")
