"""The case file: people, evidence, incidents with acts, findings, claims and posture."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from prong.dates import Day
from prong.law.conditions import ActKind
from prong.values import SEVERAL, Names, Value, Words, keyed, value

if TYPE_CHECKING:
    from prong.law.library import Library

Stage = Literal["motion-to-dismiss", "summary-judgment", "verdict"]
Movant = Literal["officers", "plaintiff"]
PersonKind = Literal["plaintiff", "officer", "municipality", "private"]
EvidenceKind = Literal[
    "deposition",
    "declaration",
    "admission",
    "document",
    "video",
    "audio",
    "stipulation",
    "judicial-notice",
    "allegation",
    "jury-finding",
    "assumed-below",
    "opinion",
    "supposition",
]
PersonId = Annotated[str, Names("people")]
People = Annotated[Words, Names("people")]
Cites = Annotated[Words, Names("evidence")]
Premises = Annotated[Words, Names("findings")]
ClaimStatus = Literal[
    "live",
    "not-before-court",
    "not-on-appeal",
    "dismissed",
    "dismissed-by-agreement",
    "decided-elsewhere",
]


@value
class Posture(Value):
    """Where the case stands. ``movant`` for summary judgment; ``verdict_for`` after a verdict.

    ``interlocutory``: an appeal from a denial of immunity before final judgment.
    """

    stage: Stage
    movant: Movant = "officers"
    on_appeal: bool = False
    interlocutory: bool = False
    verdict_for: Movant | None = None
    decided: Day


@value
class Person(Value):
    """A party or another person. ``is`` is the role in these events, not the employment.

    ``protect``: a victim or a minor, whose name a redacted document gives by initials.
    """

    name: str
    is_: PersonKind
    protect: Literal["victim", "minor"] | None = None
    rank: str | None = None
    agency: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("expected a name")

    @property
    def short(self) -> str:
        """What the person is called again: the surname, unless the name only describes."""
        last = self.name.partition(" (")[0].split()[-1]
        return self.name if self.is_ == "municipality" or last.islower() else last


@value
class Place(Value):
    """Where in a file of papers something stands: the volume or entry, and the page."""

    volume: str | None = None
    entry: str | None = None
    page: str


@value
class Evidence(Value):
    """A piece of evidence with its record cite.

    ``filed`` and ``appendix`` say where it stands in the docket and in the appellate record, for a
    court's own way of citing it.
    ``conclusive``: it blatantly contradicts what is said against it (a video).
    ``conclusory``: an allegation that states a conclusion. ``admissible`` defaults to yes.
    Of kind ``supposition`` it is no evidence: it says what is supposed for argument's sake, which
    settles a finding in every posture and is always told as supposed.
    """

    kind: EvidenceKind
    of: PersonId | None = None
    cite: str
    filed: Place | None = None
    appendix: Place | None = None
    says: str | None = None
    admissible: bool = True
    conclusive: bool = False
    conclusory: bool = False
    note: str | None = None


@value
class Finding(Value):
    """Something found or not found on the evidence for and against it, or inferred ``from`` others.

    ``person`` and ``on`` place a state of mind in one person at one time. ``inferred`` marks a
    reasonable inference: a factfinder may draw it or decline to.
    """

    id: str | None = None
    factor: Annotated[str, Names("factors")]
    magnitude: int = 1
    for_: Cites = ()
    against: Cites = ()
    from_: Premises = ()
    inferred: bool = False
    person: PersonId | None = None
    on: Day | None = None
    says: str | None = None
    note: str | None = None


FindingSpec = Annotated[Finding, keyed("factor")]


@value
class Attribution(Value):
    """Who did, ordered or heard something, where it is itself to be proved."""

    is_: PersonId
    id: str | None = None
    for_: Cites = ()
    against: Cites = ()
    from_: Premises = ()
    inferred: bool = False
    says: str | None = None
    note: str | None = None


@value
class KindFinding(Value):
    """Whether conduct was an act or an omission, where that is disputed."""

    is_: ActKind
    for_: Cites = ()
    against: Cites = ()
    inferred: bool = False
    note: str | None = None


AttributionSpec = Annotated[Attribution, keyed("is")]


Attributions = Annotated[tuple[AttributionSpec, ...], SEVERAL]


@value
class Act(Value):
    """Conduct of one person: performed by, perhaps ordered by and heard by others.

    ``for`` and ``against`` are evidence that it happened at all; ``facts`` what it amounts to.
    """

    by: AttributionSpec
    kind: Annotated[KindFinding, keyed("is")]
    what: str
    on: Day | None = None
    for_: Cites = ()
    against: Cites = ()
    facts: tuple[FindingSpec, ...] = ()
    ordered_by: Attributions = ()
    heard_by: Attributions = ()
    note: str | None = None


@value
class Incident(Value):
    """One course of events on one day: its kind (``scope``), circumstances, acts and findings."""

    date: Day
    place: str | None = None
    scope: Annotated[Words, Names("scopes")] = ()
    circumstances: tuple[FindingSpec, ...] = ()
    acts: dict[str, Act] = dataclasses.field(default_factory=dict)
    findings: tuple[FindingSpec, ...] = ()
    note: str | None = None


@value
class Forfeiture(Value):
    """Something given up: a whole theory, one issue, or a prong; ``by`` is who gave it up."""

    by: PersonId
    what: Literal["theory", "prong-one", "prong-two"] | None = None
    issue: Annotated[str, Names("issues")] | None = None
    for_: Cites = ()
    says: str | None = None


@value
class Claim(Value):
    """A claim on one theory by one plaintiff against some defendants.

    ``doctrine`` for a constitutional theory, ``state_law`` for any other. ``status`` says where
    the claim stands and ``below`` what happened to it below. ``in`` limits it to some incidents.
    """

    doctrine: Annotated[str, Names("doctrines")] | None = None
    state_law: str | None = None
    plaintiff: PersonId
    against: People
    in_: Annotated[Words, Names("incidents")] = ()
    status: ClaimStatus = "live"
    below: str | None = None
    forfeited: tuple[Forfeiture, ...] = ()
    for_: Cites = ()
    note: str | None = None

    @property
    def theory(self) -> str:
        return self.doctrine or self.state_law or ""


@value
class Record(Value):
    """A case file. ``record_cites`` names the library's style in which the record is cited."""

    case: str
    docket: str | None = None
    forum: Annotated[str, Names("forums")]
    state: str | None = None
    posture: Posture
    people: dict[str, Person]
    evidence: dict[str, Evidence] = dataclasses.field(default_factory=dict)
    incidents: dict[str, Incident]
    claims: tuple[Claim, ...]
    record_cites: Annotated[str, Names("record-cites")] | None = None
    note: str | None = None

    @classmethod
    def load(cls, case: str | Path, library: Library) -> Record:
        """Read and check a case file: a path, or the name of a shipped example."""
        from prong.record.load import load

        return load(case, library)
