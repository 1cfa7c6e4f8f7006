"""The citation graph: the authorities of a determination, and what they say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prong.decide.analysis import Analysis
from prong.decide.determination import Determination
from prong.faults import WordFault
from prong.law.authorities import DOUBTING, ENDING_TREATMENTS, Authority
from prong.report.figures.authorities import shown
from prong.report.figures.axis import covering
from prong.report.figures.spec import Cited, Edge, Graph, NodeKind, Spec, Table
from prong.report.figures.words import (
    GRAPH_NOTE,
    GRAPH_TABLE,
    GRAPH_TITLE,
    NODES,
    OTHER_COURTS,
    RESTS_ON,
    more_left_out,
    named,
    treated,
)
from prong.report.phrases import Phrases

#: What speaks against an authority, ending it or not.
AGAINST = DOUBTING | ENDING_TREATMENTS


def citations(analysis: Analysis, d: Determination) -> Spec:
    """The graph of one determination's authorities, and of those that speak against them.

    WordFault where there are none.
    """
    say = Phrases(analysis)
    assert d.episode is not None
    incident = analysis.record.incidents[d.episode].date
    found, left = shown(analysis, d)
    if not found:
        raise WordFault(
            "There is nothing to draw: the library holds no authority on this conduct.",
            found=say.person(d.defendant),
        )
    kinds: dict[str, NodeKind] = {p.key: p.kind for p in found}
    for key in _against(analysis, kinds):
        kinds.setdefault(key, "other")
    edges = _joined(_edges(analysis, kinds))
    held = analysis.library.authorities
    lanes, lane_of = _lanes(analysis, [held[k] for k in kinds])
    nodes = tuple(
        Cited(key, held[key].short or held[key].authority, _court(held[key], say), held[key].decided.first,
              lane_of[held[key].court], kind)
        for key, kind in kinds.items()
    )  # fmt: skip
    begins, ends = covering([incident.first, incident.last, *(n.day for n in nodes)])
    return Spec(
        title=GRAPH_TITLE,
        subtitle=named(analysis, d, say),
        alt=treated([(held[e.source], e.how, held[e.target]) for e in edges], len(nodes)),
        table=Table(
            GRAPH_TABLE,
            tuple((say.full(held[e.source]), e.how, say.full(held[e.target])) for e in edges)
            + tuple(
                (say.full(held[n.id]), NODES[n.kind], "")
                for n in nodes
                if all(n.id not in (e.source, e.target) for e in edges)
            ),
        ),
        body=Graph(
            begins=begins,
            ends=ends,
            incident=(incident.first, incident.last),
            incident_label=f"Conduct: {incident.spoken()}",
            lanes=lanes,
            nodes=tuple(sorted(nodes, key=lambda n: (n.lane, n.day, n.id))),
            edges=edges,
            legend=tuple((k, says) for k, says in NODES.items() if k in kinds.values()),
        ),
        notes=(GRAPH_NOTE, more_left_out(left)) if left else (GRAPH_NOTE,),
        italics=tuple(dict.fromkeys(held[k].authority for k in kinds)),
    )


def _against(analysis: Analysis, kinds: Iterable[str]) -> Iterator[str]:
    """Who speaks against an authority that is shown."""
    for key in tuple(kinds):
        for authority, treatment in analysis.library.treatments.get(key, ()):
            if treatment.how in AGAINST:
                yield analysis.library.id_of(authority)


def _edges(analysis: Analysis, kinds: Iterable[str]) -> Iterator[Edge]:
    shown_ = set(kinds)
    for key in kinds:
        authority = analysis.library.authorities[key]
        for treatment in authority.treats:
            if treatment.authority in shown_ and treatment.authority != key:
                how = treatment.how
                yield Edge(key, treatment.authority, how, how in AGAINST)
        for ruling in authority.prong_two:
            for target in ruling.on:
                if target in shown_ and target != key:
                    yield Edge(key, target, RESTS_ON)


def _joined(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """One edge for each pair, with all that is said between them."""
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        pairs.setdefault((edge.source, edge.target), []).append(edge)
    return tuple(
        Edge(source, target, " and ".join(dict.fromkeys(e.how for e in said)),
             any(e.against for e in said))
        for (source, target), said in pairs.items()
    )  # fmt: skip


def _lanes(
    analysis: Analysis, found: Iterable[Authority]
) -> tuple[tuple[str, ...], dict[str, int]]:
    """The lanes from the highest court down, the forum's own before others of its level."""
    courts = analysis.library.courts
    home = analysis.record.forum
    rank: dict[str, tuple[int, int, str]] = {}
    for authority in found:
        court = authority.court
        own = court in (home, *courts.above(home, analysis.record.posture.decided))
        name = courts.courts[court].name if own else OTHER_COURTS[courts.courts[court].kind]
        rank[court] = (courts.rank(court), 0 if own else 1, name)
    order = sorted(set(rank.values()))
    return tuple(name for _, _, name in order), {c: order.index(r) for c, r in rank.items()}


def _court(authority: Authority, say: Phrases) -> str:
    year = str(authority.decided.first.year)
    return " ".join(part for part in (say.court(authority.court), year) if part)
