"""A check as a report: the few things to fix before filing, what wants a look, what was and was not
verified, then every citation with its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from prong.check.finding import Check, Finding, Omitted, Row
from prong.check.gravity import Placed, to_fix, to_look_at
from prong.cite import bluebook
from prong.law.library import Library
from prong.report.blocks import (
    Block,
    Caption,
    Heading,
    Memo,
    Paragraph,
    Points,
    Sentence,
    Sentences,
    Table,
    Text,
    bold,
    italic,
    text,
)
from prong.report.check.words import ABOUT, BY, TOGETHER, WANTING, Teller, brief_words
from prong.report.phrases import listed, plural

#: So many things to fix, and to look at, open the report; the rest stand with their citations.
FIRST, LOOKED_AT = 15, 12
#: Findings that are told in a word where they are verified.
_SHORTLY = ("exists", "name", "court", "year", "pin", "reference")
_KINDS = {
    "statute": "statute", "section": "bare section", "constitution": "constitution", "rule": "rule",
    "regulation": "regulation", "manual": "policy manual", "record": "record cite", "journal": "article",
    "treatise": "treatise",
}  # fmt: skip


def memo(check: Check, library: Library) -> Memo:
    """The report on a check."""
    tell = Teller(check, library)
    front = check.reading.front
    case = front.caption or check.reading.name
    return Memo(
        caption=Caption(
            front.court_name or "",
            case,
            ", ".join(front.docket) or None,
            "Check of citations",
            tuple(_lines(tell)),
        ),
        blocks=tuple(_body(tell)),
        title=f"Check of citations: {case}",
        subject="Whether each citation is real, rightly named, quoted truly, good law and usable",
        foot=case,
    )


def _lines(t: Teller) -> Iterator[tuple[str, str]]:
    check = t.check
    yield "Document", check.reading.name
    if check.forum and check.incident:
        yield "Forum", t.court(check.forum)
        yield "Acts", check.incident.spoken()
    latest = f", the latest decision of {check.latest.spoken()}" if check.latest else ""
    yield "Checked against", f"{plural(check.held, 'text')} held{latest}"
    yield "Law library", f"version {check.library}"


def _said(*parts: Text | str) -> Sentence:
    made = text(*parts)
    return Sentence(made, written=made)


def _body(t: Teller) -> Iterator[Block]:
    wrong = to_fix(t.check)
    yield Heading(1, "To fix before filing")
    if wrong:
        yield Points(tuple(_point(t, placed) for placed in wrong[:FIRST]), numbered=True)
        if len(wrong) > FIRST:
            yield Paragraph((
                _said(f"{plural(len(wrong) - FIRST, 'other')} stand with their citations below."),
            ))  # fmt: skip
    else:
        yield Paragraph((_said("Nothing was found wrong."),))
    look = to_look_at(t.check)
    if look:
        yield Heading(1, "To look at")
        points = tuple(_grouped(t, look))
        yield Points(points[:LOOKED_AT])
        look = look[:0] if len(points) <= LOOKED_AT else look[LOOKED_AT:]
        if look:
            yield Paragraph((
                _said(f"{plural(len(points) - LOOKED_AT, 'other')} stand with their citations below."),
            ))  # fmt: skip
    yield from verified(t)
    yield from use_here(t)
    yield Heading(1, "Each citation")
    yield Table(
        "Citations and findings",
        ("Citation", "Findings"),
        tuple(_row(t, row) for row in t.check.rows),
        (3, 7),
    )


def _point(t: Teller, placed: Placed) -> Sentences:
    row, finding = placed
    cited = brief_words(row.citation.text) if row is not None else None
    lead = (
        text(bold(cited), f" ({t.where(row, finding)}): ")
        if cited
        else text(f"{_where(t, finding)}: ")
    )
    return (_said(lead, t.finding(finding)),)


def _grouped(t: Teller, look: Sequence[Placed]) -> Iterator[Sentences]:
    for lead, several in together(look):
        if lead is None:
            yield _point(t, several[0])
            continue
        cited = dict.fromkeys(brief_words(row.citation.text) for row, _ in several if row)
        yield (_said(text(bold(lead), f" {'; '.join(cited)}.")),)


def together(look: Sequence[Placed]) -> Iterator[tuple[str | None, list[Placed]]]:
    """What wants a look, one by one; several authorities of which one thing is to be said together,
    with what is said of them."""
    kinds: dict[tuple[str, str], list[Placed]] = {}
    for row, finding in look:
        alone = f" {finding.at}" if finding.near else ""
        kinds.setdefault((finding.about, finding.kind + alone), []).append((row, finding))
    for key, several in kinds.items():
        lead = TOGETHER.get(key)
        if lead is None or len(several) < 3:
            yield from ((None, [placed]) for placed in several)
            continue
        cited = {brief_words(row.citation.text) for row, _ in several if row is not None}
        yield lead.format(number=len(cited), given=several[0][1].given), several


def _where(t: Teller, finding: Finding) -> str:
    place = t.where(None, finding)
    return place[:1].upper() + place[1:]


# What was verified


def verified(t: Teller) -> Iterator[Block]:
    """The counts of each kind of finding, and what the check did not reach."""
    yield Heading(1, "What was verified, and what was not")
    count: Counter[tuple[str, str]] = Counter((f.about, f.verdict) for _, f in t.check.findings)
    rows = []
    for about, name in ABOUT.items():
        numbers = [count[about, v] for v in ("verified", "wrong", "unverified")]
        if any(numbers):
            rows.append(tuple((_said(cell),) for cell in (name, *map(str, numbers))))
    yield Table(
        "Findings", ("Finding", "Verified", "Wrong", "Unverified"), tuple(rows), (4, 2, 2, 2)
    )
    yield Paragraph(tuple(_reach(t)))


def _reach(t: Teller) -> Iterator[Sentence]:
    kinds: Counter[tuple[str, str]] = Counter((f.about, f.kind) for _, f in t.check.findings)
    absent = kinds["exists", "not-covered"] + kinds["exists", "docket-only"]
    if absent:
        yield _said(
            f"{plural(absent, 'full citation')} could be found neither in the base nor in the"
            f" law library, which"
            " do not cover those pages: unverified is not verified, and such a citation has to be pulled."
        )
    coded = kinds["exists", "in-library"]
    if coded:
        yield _said(
            f"{plural(coded, 'full citation')} {'is' if coded == 1 else 'are'} known to the law"
            f" library, whose"
            " identity was compared; the text is not held, so nothing quoted from it was verified."
        )
    attested = kinds["exists", "attested"]
    if attested:
        yield _said(
            f"{plural(attested, 'full citation')} {'is' if attested == 1 else 'are'} known only"
            f" as held decisions"
            " cite it."
        )
    yield _said(
        "History is what the texts held and the law library say, and no more: a citator is not replaced."
    )
    others = [plural(n, _KINDS.get(kind, kind)) for kind, n in t.check.counts]
    if others:
        yield _said(f"Not checked: {listed(others)}.")


# Use in this case


def use_here(t: Teller) -> Iterator[Block]:
    """How far the decisions cited go in this forum on that day, and what is not cited."""
    check = t.check
    if check.forum is None or check.incident is None:
        return
    yield Heading(1, "Use in this case")
    said: list[Sentence] = []
    found = check.consensus
    if found is not None:
        among = "cited for law that was clear then" if found.claimed else "cited"
        counts = [f"{len(found.binding)} {_is(len(found.binding))} binding here"]
        if found.persuasive:
            number = len(found.persuasive)
            counts.append(
                f"{number} {_is(number)} persuasive, of {plural(len(found.courts), 'court')}"
            )
        said.append(_said(f"Of the decisions {among} and made before the acts, {listed(counts)}."))
        if found.needs is not None and found.persuasive and not found.binding:
            said.append(
                _said(
                    f"This forum's data suppose that a consensus takes"
                    f" {plural(found.needs, 'court')}, a modelling"
                    " assumption; whether these decisions agree is for you to say."
                )
            )
    else:
        said.append(_said("No decision cited whose weight is known was made before the acts."))
    yield Paragraph(tuple(said))
    if check.omitted:
        yield Heading(2, "On the same doctrine, not cited")
        names = dict.fromkeys(t.library.doctrines[o.doctrine].name for o in check.omitted)
        yield Paragraph((
            _said(
                f"The law library holds {plural(check.omitted_of, 'decision')} on what this"
                f" brief mostly cites"
                f" authority for ({listed(names)}) that stood on the day of the acts and that it"
                f" does not cite;"
                " binding ones first."
            ),
        ))  # fmt: skip
        yield Points(tuple((_omitted(t, key),) for key in check.omitted))


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _omitted(t: Teller, one: Omitted) -> Sentence:
    authority = t.library.authorities[one.authority]
    holding = authority.holding(one.holding)
    court = t.library.courts.courts[authority.court]
    place = "" if court.kind == "supreme" else court.cite
    cited = bluebook.after_caption(authority.citation, place, authority.decided)
    weight = "binding" if one.binding else "persuasive"
    says = f": {holding.says}" if holding is not None else "."
    says = says if says.endswith(".") else f"{says}."
    return _said(
        text(
            italic(bluebook.abbreviated(authority.authority)),
            f", {cited} ({weight}, for the {one.side}){says}",
        )
    )


# Each citation


def _row(t: Teller, row: Row) -> tuple[Sentences, ...]:
    return (
        (_said(text(bold(brief_words(row.citation.text))), f" ({t.where(row, row.findings[0])})"),),
        tuple(_findings(t, row)),
    )


def _findings(t: Teller, row: Row) -> Iterator[Sentence]:
    told, shortly = sorted_out(row)
    for finding in told:
        label = f"{finding.verdict.capitalize()}, {ABOUT[finding.about]}: "
        yield _said(text(bold(label)), t.finding(finding))
    for lead, names in shortly.items():
        yield _said(text(bold(f"{lead}: ")), f"{listed(names)}.")


def sorted_out(row: Row) -> tuple[list[Finding], dict[str, list[str]]]:
    """The findings of a row that are told in a sentence each, what is wrong first; and, by what is
    said of them, those that are told in a word."""
    order = {"wrong": 0, "unverified": 1, "verified": 2}
    verified_: dict[str, list[str]] = {}
    told: list[Finding] = []
    wanting: list[str] = []
    for finding in sorted(row.findings, key=lambda f: order[f.verdict]):
        if finding.verdict == "verified" and finding.about in _SHORTLY:
            source = "" if finding.source in ("base", "brief") else f" {BY[finding.source]}"
            verified_.setdefault(f"Verified{source}", []).append(_short(finding))
        elif (finding.about, finding.kind) in WANTING:
            wanting.append(WANTING[finding.about, finding.kind].format(_given(finding)))
        else:
            told.append(finding)
    unheld = {"Unverified, the text not being held": wanting} if wanting else {}
    return told, unheld | verified_


def _given(finding: Finding) -> str:
    words = finding.given or ""
    return f"“{brief_words(words.strip('“”'))}”" if finding.about == "quotation" else words


def _short(finding: Finding) -> str:
    if finding.about == "pin":
        return f"pin {finding.given}" if finding.kind == "within" else str(finding.given)
    if finding.about == "reference":
        return f"refers to {brief_words(finding.right or '')}"
    return ABOUT[finding.about]
