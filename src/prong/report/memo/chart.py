"""The chart: defendant, act and date against prong one, prong two and disposition, with pins."""

from __future__ import annotations

from collections.abc import Iterator

from prong.decide.argument import Citation, Step
from prong.decide.determination import Determination
from prong.report.blocks import (
    Block,
    Cite,
    Heading,
    Paragraph,
    Sentence,
    Sentences,
    Table,
    sentence,
    text,
)
from prong.report.phrases import ESTABLISHED, IMMUNITY, STATUS, VIOLATION, capital, listed
from prong.report.prose import Teller, on_prong_two

HEAD = ("Defendant and date", "Conduct", "Prong one", "Prong two", "Immunity")
ROLE = {
    "basis": "Carries the claim",
    "informs": "Informs the claim; alone no violation",
    "nothing": "No violation",
}


def chart(tell: Teller) -> Iterator[Block]:
    """One row for each act of each defendant; the last rows are the claims not decided here."""
    rows: list[tuple[Sentences, ...]] = []
    for d in tell.analysis.determinations:
        if d.situation is not None:
            rows += _rows(tell, d)
    several = len({d.claim.theory for d in tell.analysis.determinations}) > 1
    alike: dict[tuple[str, str, str], list[str]] = {}
    for d in tell.analysis.determinations:
        if d.situation is None:
            theory = f", {tell.say.theory(d)}" if several else ""
            key = (theory, capital(STATUS[d.status]), capital(IMMUNITY[d.immunity]))
            alike.setdefault(key, []).append(tell.say.person(d.defendant))
    for (theory, status, immunity), names in alike.items():
        rows.append((
            _cell(f"{listed(names)}{theory}"), _cell("—"), _cell(status), _cell("—"), _cell(immunity),
        ))  # fmt: skip
    yield Heading(1, "The chart")
    yield Table(
        "Defendant by act: what each prong comes to",
        HEAD,
        tuple(rows),
        widths=(19, 31, 21, 16, 13),
        brief=True,
    )


def _cell(words: str, *cites: Citation) -> Sentences:
    said = f"{words}." if cites else words
    return (Sentence(text(said), cites=tuple(Cite(c) for c in cites)),)


def _rows(tell: Teller, d: Determination) -> Iterator[tuple[Sentences, ...]]:
    one = tell.part(d, "prong-one")
    who = f"{tell.say.person(d.defendant)}, {tell.day(d)}"
    if len({x.claim.theory for x in tell.analysis.determinations if x.situation is not None}) > 1:
        who += f", {tell.say.theory(d)}"
    two = _prong_two(tell, d)
    end = _cell(capital(IMMUNITY[d.immunity]) + ("*" if d.dates else ""))
    acts = [p for p in one.parts if p.kind == "act"] if one else []
    deciding = _deciding(one)
    if not acts:
        yield (_cell(who), _cell("All that is laid to the defendant"),
               _cell(capital(VIOLATION[d.violation.result]), *deciding), two, end)  # fmt: skip
        return
    remainder = next((p for p in one.parts if p.kind == "remainder"), None) if one else None
    carried = d.violation.result == "shown"
    for act in acts:
        role = str(act.values["role"])
        shown = VIOLATION[d.violation.result] if not carried else ""
        words = ROLE[role] if carried else capital(shown)
        if carried and act.values["with"] and role == "basis":
            partners = {r.role for r in d.violation.acts if r.act in _with(act)}
            words += ", informed by" if partners == {"informs"} else ", jointly with"
            words += f" {_others(act)}"
        cites = deciding if role != "nothing" or not carried else _of(remainder)
        carries = role != "nothing" or not carried
        yield (
            _cell(who),
            _cell(capital(tell.done(d, act))),
            _cell(words, *cites),
            two if carries else _cell("—"),
            end,
        )


def _with(act: Step) -> tuple[str, ...]:
    partners = act.values["with"]
    assert isinstance(partners, tuple)
    return partners


def _others(act: Step) -> str:
    number = len(_with(act))
    return "another act" if number == 1 else f"{number} other acts"


def _deciding(one: Step | None) -> tuple[Citation, ...]:
    """The authority for the issue that decides prong one: the first rejected, else the first."""
    issues = [p for p in one.parts if p.kind == "issue"] if one else []
    chosen = next((i for i in issues if i.values["result"] == "rejected"), None) or next(
        iter(issues), None
    )
    found = [c for part in chosen.parts for c in part.authorities] if chosen else []
    return tuple(found[:1])


def _of(step: Step | None) -> tuple[Citation, ...]:
    return step.authorities[:1] if step else ()


def _prong_two(tell: Teller, d: Determination) -> Sentences:
    words = capital(ESTABLISHED[d.established.result])
    if d.established.waived_by:
        return _cell(f"{words}: not contested")
    return _cell(words, *on_prong_two(tell.part(d, "prong-two"))[:1])


def note(tell: Teller) -> Iterator[Block]:
    if any(d.dates for d in tell.analysis.determinations):
        yield Paragraph(
            (sentence("* The answer depends on a day that the record does not state."),)
        )
