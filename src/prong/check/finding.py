"""What a check finds: a row of separate findings for each citation, and findings on the whole brief.

A finding says what it is about, what the brief has, what is right, and which passages show it on both
sides: ``at`` is the place in the brief, ``sides`` are the passages of opinions.
"""

from __future__ import annotations

from typing import Literal

from prong.base.citator import Treated
from prong.base.held import Opinion, Passage
from prong.dates import Day
from prong.read.reading import Citation, Reading
from prong.values import frozen

Verdict = Literal["verified", "wrong", "unverified"]
About = Literal[
    "exists",
    "name",
    "court",
    "year",
    "pin",
    "quotation",
    "place",
    "history",
    "use",
    "reference",
    "consistency",
    "table",
]
#: Whence a thing is known: the texts held, the law library, the citations of held decisions, the brief.
Source = Literal["base", "library", "attested", "brief"]
Span = tuple[int, int]


@frozen
class Known:
    """A decision as it is known, and from where. ``names`` are all it goes by; ``authority`` its id in
    the law library; ``decisions`` how many held decisions cite it so."""

    source: Source
    name: str
    cites: tuple[str, ...]
    court: str | None = None
    decided: Day | None = None
    status: str = "unknown"
    names: tuple[str, ...] = ()
    opinion: Opinion | None = None
    authority: str | None = None
    decisions: int = 0

    @property
    def year(self) -> int | None:
        return self.decided.first.year if self.decided is not None else None


@frozen
class Side:
    """A passage on the authority's side: the words, in which writing of which decision, on which
    page; ``start`` and ``end`` count in the writing's text in the base."""

    name: str
    cite: str | None
    kind: str
    page: str | None
    note: str | None
    words: str
    writing: int | None
    start: int
    end: int
    decided: Day | None = None


@frozen
class Change:
    """Where the words of a quotation and of the opinion part: what each has, with the words about it."""

    before: str
    brief: str
    opinion: str
    after: str


@frozen
class Finding:
    """One finding. ``kind`` is what was found; ``given`` what the brief has; ``right`` the right
    value where one is known; ``stands`` is what stands there, ``near`` what may be meant; ``caution``
    says that a verified or unverified thing wants a look."""

    about: About
    verdict: Verdict
    kind: str
    at: Span
    given: str | None = None
    right: str | None = None
    source: Source = "base"
    caution: bool = False
    near: tuple[Known, ...] = ()
    stands: tuple[Known, ...] = ()
    sides: tuple[Side, ...] = ()
    changes: tuple[Change, ...] = ()
    detail: str | None = None
    number: int | None = None


@frozen
class Row:
    """A citation with its findings. ``of`` is the citation it refers to, itself for a full one."""

    citation: Citation
    of: Citation
    known: Known | None
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.verdict == "wrong")


@frozen
class Consensus:
    """How far the persuasive decisions cited go toward a consensus: the courts they come from, how
    many the forum is supposed to need, and the binding decisions cited."""

    needs: int | None
    courts: tuple[str, ...]
    persuasive: tuple[Known, ...]
    binding: tuple[Known, ...]
    claimed: bool


@frozen
class Omitted:
    """An authority that the library holds on a doctrine of the brief and that the brief omits."""

    authority: str
    doctrine: str
    holding: str
    binding: bool
    side: str


@frozen
class Check:
    """A brief checked. ``counts`` are the citations of kinds that are not checked; ``omitted`` are
    ordered, binding ones first, and ``omitted_of`` says how many there are in all."""

    reading: Reading
    forum: str | None
    incident: Day | None
    held: int
    latest: Day | None
    rows: tuple[Row, ...]
    whole: tuple[Finding, ...]
    consensus: Consensus | None
    omitted: tuple[Omitted, ...]
    omitted_of: int
    counts: tuple[tuple[str, int], ...]
    library: str

    @property
    def findings(self) -> tuple[tuple[Row | None, Finding], ...]:
        """Every finding with its row, those on the whole brief with none."""
        return (
            *((row, f) for row in self.rows for f in row.findings),
            *((None, f) for f in self.whole),
        )

    @property
    def wrong(self) -> bool:
        return any(f.verdict == "wrong" for _, f in self.findings)


def side_of(passage: Passage, reporter: str | None = None) -> Side:
    """A passage found, with its page in the reporter cited, else in any."""
    pages = passage.pages
    label = None
    chosen = reporter if reporter in pages else next((r for r in pages if r), None)
    if chosen is not None:
        first, last = pages[chosen]
        cite = passage.opinion.at(chosen)
        volume = f"{cite.volume} {chosen}" if cite else chosen
        label = f"{volume} at {first}" + (f"-{last}" if last != first else "")
    elif "" in pages:
        label = f"its own page {pages[''][0]}"
    cites = passage.opinion.cites
    return Side(
        passage.opinion.caption,
        cites[0] if cites else passage.opinion.docket,
        passage.writing.kind,
        label,
        passage.note,
        passage.text,
        passage.writing.id,
        passage.start,
        passage.end,
        passage.opinion.decided,
    )


def side_of_treated(treated: Treated) -> Side:
    """The passage in which a decision says what befell another."""
    said_by = treated.said_by
    page = None
    if treated.writing is not None:
        for reporter in sorted(treated.writing.reporters()):
            found = treated.writing.page(reporter, treated.start)
            cite = said_by.at(reporter)
            if found and cite:
                page = f"{cite.volume} {reporter} at {found}"
                break
    return Side(
        said_by.caption,
        said_by.cites[0] if said_by.cites else said_by.docket,
        treated.writing.kind if treated.writing else "opinion",
        page,
        None,
        treated.passage,
        treated.writing.id if treated.writing else None,
        treated.start,
        treated.end,
        said_by.decided,
    )
