"""What follows the discussion: what would change it, going forward, what was not reached, other
courts, the table of authorities, and what was and was not verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from prong.cite import bluebook
from prong.dates import Day, before
from prong.decide.argument import Citation, Step, cited, entered
from prong.decide.determination import Determination
from prong.decide.precedents import Entry
from prong.decide.reach import State
from prong.law.authorities import Authority
from prong.law.library import Library
from prong.report.blocks import (
    Block,
    Cite,
    Heading,
    Memo,
    Paragraph,
    Points,
    Sentence,
    Sentences,
    Table,
    cell,
    sentence,
    text,
)
from prong.report.citing import EVENT, Cited, cited_elsewhere, full
from prong.report.phrases import (
    CHANGES,
    ESTABLISHED,
    NUMBER,
    capital,
    coverage,
    library_line,
    listed,
    plural,
)
from prong.report.prose import Teller, evidence, series, stated, support
from prong.report.reach import ADOPTION


def changes(tell: Teller, d: Determination) -> Iterator[Block]:
    """Which disputes matter, which do not, and what the record is silent on."""
    parts = tell.parts(d)
    yield Heading(3, "What would change the answer")
    yield Paragraph(tuple(_disputes(tell, d, parts)), title="Disputes.")
    said: list[Sentence] = []
    for whole in parts.get("missing", []):
        alone: dict[tuple[str, ...], list[Step]] = {}
        for _, of, steps in _sets(whole):
            if len(steps) == 1:
                alone.setdefault(tuple(of), []).append(steps[0])
        said += [
            _missing(of, steps, "one" if len(steps) == 1 else "any") for of, steps in alone.items()
        ]
        said += [_missing(of, steps, "all") for _, of, steps in _sets(whole) if len(steps) > 1]
        said += _cut(tell, whole)
    for none in parts.get("nothing-missing", []):
        said.append(tell.told(none, "see"))
    yield Paragraph(tuple(said), title="What is missing.")


def _disputes(tell: Teller, d: Determination, parts: dict[str, list[Step]]) -> Iterator[Sentence]:
    named: set[str] = set()
    for whole in parts.get("material", []):
        yield from stated(d, tell.analysis, "material-facts")
        groups: dict[tuple[tuple[str, ...], bool], list[tuple[Step, ...]]] = {}
        for ids, of, steps in _sets(whole):
            named |= set(ids)
            alone = len(steps) == 1
            groups.setdefault((tuple(of) if alone else (*of, *ids), alone), []).append(steps)
        for (keys, alone), several in groups.items():
            what = [o for o in keys if o in CHANGES]
            yield _material(tell, d, what, several, alone)
        if not d.material.outcome.sets and d.material.outcome.complete:
            yield Sentence(
                text(f"{'It does not change' if len(named) == 1 else 'None changes'} the outcome: on either "
                     f"version {tell.say.outcome(d)}."),
                "conclusion", stands="deciding again on the other side's version",
            )  # fmt: skip
        yield from _cut(tell, whole)
    for none in parts.get("not-material", []):
        yield tell.told(none, "see")
    idle = [i for i in _disputed(d) if i not in named]
    if idle and d.view is not None:
        items = [d.view.items[i] for i in idle]
        clauses = series(f"whether {tell.statement(d, item)}" for item in items)
        other = "other " if named else ""
        those = "dispute" if len(items) == 1 else "disputes"
        yield Sentence(
            text(f"The answer does not depend on the {other}{those}: {clauses}."),
            "conclusion",
            record=tuple(c for i in items for c in tell.cites(i.for_, i.against)),
            stands="deciding again on the other side's version",
        )


def _disputed(d: Determination) -> Iterator[str]:
    """The genuine disputes that bear on this defendant: about what this one did, knew or met."""
    if d.view is None or d.situation is None:
        return
    mine = {act.id for act in d.situation.acts}
    for id in d.view.contested(d.episode or ""):
        item = d.view.items[id]
        acts = d.view.acts_behind(id)
        if item.person in (None, d.defendant, item.value) and acts <= mine:
            yield id


def _cut(tell: Teller, whole: Step) -> Iterator[Sentence]:
    return (tell.told(part) for part in whole.parts if part.kind == "incomplete")


def _sets(whole: Step) -> Iterator[tuple[tuple[str, ...], list[str], tuple[Step, ...]]]:
    """Each set of findings with the results it would change."""
    found: dict[tuple[str, ...], tuple[list[str], tuple[Step, ...]]] = {}
    for part in whole.parts:
        chosen = part.values.get("set")
        if not isinstance(chosen, tuple):
            continue
        of, _ = found.setdefault(chosen, ([], part.parts))
        of.append(str(part.values["of"]))
    for chosen, (of, steps) in found.items():
        yield chosen, of, steps


def _material(
    tell: Teller, d: Determination, of: list[str], several: list[tuple[Step, ...]], alone: bool
) -> Sentence:
    view = d.view
    assert view is not None
    steps = [s for chosen in several for s in chosen]
    clauses = series(f"whether {tell.statement(d, view.items[str(s.values['id'])])}" for s in steps)
    to, number = listed(CHANGES[o] for o in of), len(steps)
    if number == 1:
        words = f"One dispute is material to {to}: {clauses}."
    else:
        only = "" if alone else ", but only together"
        many = capital(NUMBER.get(number, str(number)))
        words = f"{many} disputes are material to {to}{only}: {clauses}."
    return Sentence(
        text(words),
        "conclusion",
        record=tuple(dict.fromkeys(c for s in steps for c in evidence(s))),
        stands="deciding again on the other side's version",
    )


def _missing(of: Iterable[str], steps: Iterable[Step], of_them: str) -> Sentence:
    """That the record is silent, and what a finding on one, any or all of some points would change."""
    asks = [str(s.values.get("asks") or f"whether {s.values['says']}") for s in steps]
    which = {
        "one": "A finding on it would",
        "any": "A finding on any one of these would",
        "all": "Findings on these together would",
    }[of_them]
    return Sentence(
        text(
            f"There is no evidence on {series(asks)}. {which} change {listed(CHANGES[o] for o in of)}."
        ),
        "conclusion", stands="no evidence",
    )  # fmt: skip


def going_forward(tell: Teller, d: Determination) -> Iterator[Block]:
    """From when conduct like this is clearly forbidden here."""
    yield Heading(3, "Going forward")
    parts = tell.parts(d)
    said: list[Sentence] = []
    for step in parts.get("first", []):
        v = step.values
        begins, courts = v["begins"], v["courts"]
        assert isinstance(begins, Day) and isinstance(courts, tuple)
        authority = tell.analysis.library.authorities[str(v["authority"])]
        by = (
            f"by a consensus of {len(courts)} courts, the last of them in "
            if v["source"] == "consensus" else "by "
        )  # fmt: skip
        decided = f", decided {authority.decided.spoken()}"
        ruled = ", which so ruled later" if before(begins, authority.decided) == "yes" else ""
        said.append(
            Sentence(
                text(f"In the {v['forum']}, conduct like this has been clearly forbidden since "
                     f"{begins.spoken()}, {by}", tell.case(authority), f"{decided}{ruled}."),
                "conclusion", support(step, "see"),
            )
        )  # fmt: skip
    said += [tell.told(step, "see") for step in parts.get("never-first", [])]
    yield Paragraph(tuple(said))


def not_reached(tell: Teller) -> Iterator[Block]:
    """The claims not decided here, with where each stands and what happened below."""
    rest = [d for d in tell.analysis.determinations if d.situation is None]
    if not rest:
        return
    yield Heading(1, "Not reached")
    groups: dict[tuple[Sentence, ...], list[Determination]] = {}
    for d in rest:
        parts = tell.argument(d).parts
        said = tuple(tell.told(step) for part in parts for step in (part, *part.parts))
        groups.setdefault(said, []).append(d)
    points: list[Sentences] = []
    for found, several in groups.items():
        who = listed(dict.fromkeys(tell.say.person(d.defendant) for d in several))
        claims = listed(dict.fromkeys(tell.say.theory(d) for d in several))
        points.append((sentence(f"{capital(who)}, {claims}."), *found))
    yield Points(tuple(points))


def elsewhere(tell: Teller) -> Iterator[Block]:
    """The state of the law in every forum on the conduct decided here."""
    on = [d for d in tell.analysis.determinations if d.forums]
    if not on:
        return
    yield Heading(1, "In other courts")
    yield Paragraph((
        sentence(
            "The law on this conduct, on the day it took place and at the end of the law library, "
            f"{tell.analysis.library.latest.spoken()}:"
        ),
    ))  # fmt: skip
    first: tuple[str, dict[str, tuple[Sentences, ...]]] | None = None
    for d in on:
        who = f"{tell.say.person(d.defendant)}, {tell.day(d)}"
        rows = {s.forum: _state(tell, s) for s in d.forums}
        shown = list(rows.values())
        title = f"The conduct of {who}"
        if first is not None:
            shown = [row for forum, row in rows.items() if row != first[1][forum]]
            if not shown:
                yield Paragraph((sentence(f"For {who}, the same as for {first[0]}."),))
                continue
            if len(shown) < len(rows):
                title += f", where it differs from that of {first[0]}"
        first = first or (who, rows)
        yield Table(
            title,
            ("Forum", "Then", "Now", "From", "By what, or why not"),
            tuple(shown), widths=(9, 15, 15, 15, 46),
        )  # fmt: skip


def _state(tell: Teller, state: State) -> tuple[Sentences, ...]:
    return (
        cell(tell.analysis.library.courts.courts[state.forum].cite),
        cell(capital(ESTABLISHED[state.then])),
        cell(capital(ESTABLISHED[state.now])),
        cell(state.first.begins.spoken() if state.first else "—"),
        (why(tell, state),),
    )


def why(tell: Teller, state: State) -> Sentence:
    """By what the conduct is forbidden in a forum, or why it is not."""
    library = tell.analysis.library

    def cites(entries: Iterable[Entry]) -> tuple[Cite, ...]:
        return tuple(Cite(entered(library, entry)) for entry in entries)

    if state.first:
        words = "A consensus." if state.first.source == "consensus" else ""
        return Sentence(text(words), "conclusion", cites(state.first.by))
    if state.unchecked:
        return Sentence(
            text("Left out, being coded from a source and not from its text."), "conclusion",
            cites(state.unchecked),
        )  # fmt: skip
    none = "no decision in the library reaches this conduct"
    adoption = state.adoption
    if adoption is None:
        return Sentence(text(f"{capital(none)}."), "conclusion", stands="the law library")
    words = capital(ADOPTION[adoption.status])
    if adoption.status == "adopted":
        words += f"; {none}"
    return Sentence(
        text(f"{words}."), "conclusion", tuple(map(Cite, cited(library, adoption))),
        stands="the law library",
    )  # fmt: skip


def authorities(
    tell: Teller, found: Iterable[Cited], elsewhere: Iterable[Citation]
) -> Iterator[Block]:
    """The table of authorities: court, date, before or after, binding or not, history."""
    library = tell.analysis.library
    days = [d.law.on for d in tell.analysis.determinations if d.law is not None]
    law = next((d.law for d in tell.analysis.determinations if d.law is not None), None)
    rows: list[tuple[Sentences, ...]] = []
    for one in found:
        a = one.authority
        words = (
            "Before" if all(before(a.decided, day) == "yes" for day in days)
            else "After" if all(before(day, a.decided) == "yes" for day in days)
            else "Between, or not known"
        )  # fmt: skip
        weight = "—" if law is None else "Binding" if law.binds(a) else "Persuasive"
        if a.status == "unpublished":
            weight += "; unpublished"
        rows.append((
            (Sentence(text(*full(library, _as_pinned(one), None))),),
            cell(library.courts.courts[a.court].cite), cell(a.decided.spoken()),
            cell(words), cell(weight), cell(_history(library, one)),
        ))  # fmt: skip
    for other in elsewhere:
        rows.append(
            ((Sentence(text(), cites=(Cite(replace(other, pin=None)),)),), *[cell("—")] * 5)
        )
    if rows:
        yield Heading(1, "Table of authorities")
        yield Table(
            "Decided before or after the conduct decided here",
            ("Authority", "Court", "Decided", "Before or after", "Weight here", "History"),
            tuple(rows), widths=(40, 9, 15, 10, 11, 15),
        )  # fmt: skip


def _as_pinned(one: Cited) -> Authority:
    """The decision with the citations of every reporter whose pages are cited."""
    also = dict.fromkeys(
        found[0] for pin in one.pins if (found := bluebook.in_reporter(pin, one.authority.parallel))
    )
    return replace(one.authority, citation=", ".join((one.authority.citation, *also)))


def _history(library: Library, one: Cited) -> str:
    parts = []
    for event in one.authority.history:
        if event.event == "cert-denied" and event.on.first.year + 2 < library.latest.first.year:
            continue  # Rule 10.7: only for two years
        by = library.authorities.get(event.by) if event.by else None
        named = (
            f" {bluebook.abbreviated(by.authority)}"
            if by
            else f" {event.cite}"
            if event.cite
            else ""
        )
        when = "" if event.event in ("supersedes", "amends") else f" ({event.on.first.year})"
        parts.append(f"{EVENT[event.event]}{named}{when}")
    return capital("; ".join(parts)) or "—"


def verification(tell: Teller, found: Iterable[Cited], memo: Memo) -> Iterator[Block]:
    """Coverage, days, and what nobody has checked."""
    analysis = tell.analysis
    yield Heading(1, "Coverage and verification")
    points: list[Sentences] = []
    told = dict.fromkeys(
        f"{tell.say.doctrine(d)}: {coverage(analysis, d)}"
        for d in analysis.determinations if d.coverage is not None
    )  # fmt: skip
    points += [(sentence(words),) for words in told]
    points.append((sentence(library_line(analysis.library)),))
    known, others = list(found), len(cited_elsewhere(memo))
    read = sum(c.authority.coded.from_ in ("text", "seed") for c in known)
    marked = {
        c.citation.authority or c.citation.cited_as
        for s in memo.sentences() for c in s.cites
        if c.citation.coded is not None and not c.citation.coded.verified
    }  # fmt: skip
    points.append((
        sentence(
            f"Of the {len(known) + others} decisions cited, {read} were coded from the text of an opinion "
            f"that states what they are cited for, the others from a public source that does. "
            + ("Nothing is cited unverified." if not marked else
               f"What is cited from {plural(len(marked), 'decision')} rests on recollection and is marked "
               "[unverified].")
        ),
    ))  # fmt: skip
    bare = sum(s.stands == "stated in the case file without evidence" for s in memo.sentences())
    if bare:
        points.append((sentence(
            f"{capital(str(bare))} of the facts stand in the case file without evidence and are taken "
            "as not disputed."
        ),))  # fmt: skip
    points.append((sentence(
        "The facts are as a person coded them from the record; no fact is decided here, and this is "
        "not legal advice."
    ),))  # fmt: skip
    yield Points(tuple(points))
