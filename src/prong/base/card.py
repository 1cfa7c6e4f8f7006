"""An opinion's card: what the base and the law library know of one decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prong.base import citator, coverage, lookup
from prong.base.citator import Attested, Citing, Treated
from prong.base.coverage import At
from prong.base.held import Opinion
from prong.base.store import Base
from prong.cite import identity
from prong.faults import WordFault
from prong.law.authorities import Authority, Holding
from prong.values import frozen

#: How many citing decisions a card lists.
_LISTED = 12
#: How much of what is said of a decision is looked through, the latest first.
_SAID = 60


@frozen
class Coded:
    """The authority as the law library has it, with its id."""

    id: str
    authority: Authority

    @property
    def holdings(self) -> tuple[Holding, ...]:
        return self.authority.holdings


@frozen
class Card:
    """Everything known of one decision held. ``others`` counts the citing decisions not listed."""

    opinion: Opinion
    history: tuple[Treated, ...]
    treatments: tuple[Treated, ...]
    descriptions: tuple[Treated, ...]
    cited_by: tuple[Citing, ...]
    others: int
    remarks: tuple[str, ...]
    coded: Coded | None

    @property
    def worst(self) -> tuple[Treated, ...]:
        """The words against it, the most recent first."""
        return tuple(t for t in self.treatments if t.negative)


@frozen
class Absent:
    """What is known of a citation at which nothing held begins."""

    at: At
    attested: tuple[Attested, ...]
    treatments: tuple[Treated, ...]
    coded: Coded | None


def cards(
    base: Base, citation: str, authorities: Mapping[str, Authority]
) -> tuple[Card, ...] | Absent:
    """The cards of the decisions at a citation, of a docket or of a name."""
    found: tuple[Opinion, ...]
    cite = identity.parse(citation)
    if cite is not None:
        there = coverage.at(base, str(cite))
        if there.state != "held":
            return Absent(
                there,
                citator.attested(base, str(cite)),
                citator.treatments(base, str(cite)),
                _coded(authorities, [str(cite)]),
            )
        found = there.begins
    else:
        found = lookup.by_docket(base, citation)
    if not found:
        near = lookup.by_name(base, citation)
        found = tuple(n.opinion for n in near if n.score >= 85)
        if not found:
            raise WordFault(
                "The base holds no decision of this citation, docket or name.",
                found=citation[:100],
                nearest=_told(near[0].opinion) if near else None,
            )
    return tuple(card(base, opinion, authorities) for opinion in found)


def _told(opinion: Opinion) -> str:
    return ", ".join((opinion.caption, *opinion.cites[:1]))


def card(base: Base, opinion: Opinion, authorities: Mapping[str, Authority]) -> Card:
    """The card of a decision held."""
    worst = citator.treatments(base, opinion, negative=True, limit=_SAID)
    treated = citator.treatments(base, opinion, limit=_SAID)
    treated = (*worst, *(t for t in treated if not t.negative))
    citing = citator.cited_by(base, opinion, limit=_LISTED)
    return Card(
        opinion,
        tuple(t for t in treated if t.form == "history clause"),
        treated,
        citator.descriptions(base, opinion, limit=_LISTED),
        citing,
        citator.citing_count(base, opinion) - len(citing),
        lookup.remarks(base, opinion),
        _coded(authorities, opinion.cites),
    )


def _coded(authorities: Mapping[str, Authority], cites: Iterable[str]) -> Coded | None:
    wanted = set(cites)
    for key, authority in authorities.items():
        if wanted & {identity.plain(c) for c in (authority.citation, *authority.parallel)}:
            return Coded(key, authority)
    return None
