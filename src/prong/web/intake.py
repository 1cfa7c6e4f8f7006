"""A case file begun by interview, and what each answer writes into it.

The case file is all that an interview remembers. What nobody disputes has evidence for it or
against it, what is disputed has both, what is not known has neither. An incident whose kind was
asked has a ``scope`` and an act whose nature was asked has its ``facts``, perhaps with nothing in
them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from prong.decide.inquiry import Inquiry, id_of
from prong.faults import DateFault, FieldFault, WordFault
from prong.law.factors import Factor
from prong.record.case import Record
from prong.values import frozen
from prong.web.asking import POSTURES
from prong.web.rewriting import written
from prong.web.shelf import slug

Said = Literal["yes", "no", "disputed", "unknown"]
SAID: tuple[Said, ...] = ("yes", "no", "disputed", "unknown")
#: What is cited until the record is.
TOLD = "Told in the interview; cite to come"
#: The most lines taken from one field, and characters of one line.
LINES = 40
LONG = 400


@frozen
class Evidence:
    """What an answer rests on: a piece of the file by its id, a new one with its cite, or,
    where neither is given, what its side says."""

    id: str = ""
    cite: str = ""
    kind: str = ""
    of: str = ""


@frozen
class Answer:
    """An answer to an inquiry, as it was given in a form.

    ``chosen``: what was ticked of what was offered. ``acts``: what it was done by, of the acts of
    the file. ``did``, ``failed``: acts and omissions in words.
    """

    said: Said = "yes"
    magnitude: str = ""
    chosen: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    incident: str = ""
    pro: Evidence = Evidence()
    con: Evidence = Evidence()


def lines(text: str) -> tuple[str, ...]:
    """The lines of a field that say something, each with single spaces."""
    found = tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    if len(found) > LINES or any(len(line) > LONG for line in found):
        raise FieldFault(
            "This is more than one field takes.",
            expected=f"at most {LINES} lines of {LONG} characters",
        )
    return found


# Beginning


def begun(form: Mapping[str, str]) -> str:
    """A case file from the first form; whatever it lacks is a fault when the file is read."""

    def one(name: str) -> str:
        return " ".join(lines(form.get(name, "")))

    if not (caption := one("case")):
        raise FieldFault("The case needs a name.", expected="a caption: plaintiff v. defendant")
    if not (plaintiff := one("plaintiff")):
        raise FieldFault("Someone must bring the claim.", expected="the plaintiff's name")
    people: dict[str, Any] = {}
    hers = _person(people, plaintiff, "plaintiff")
    against = [_person(people, line, "officer") for line in lines(form.get("officers", ""))]
    against += [_person(people, line, "municipality") for line in lines(form.get("bodies", ""))]
    if not against:
        raise FieldFault(
            "The claim must be against someone.", expected="an officer, or a public body"
        )
    stage, side = POSTURES.get(form.get("posture", ""), ("", None))
    if not stage:
        raise WordFault(
            "Say where the case stands.",
            found=form.get("posture", "")[:80],
            expected=", ".join(POSTURES),
        )
    posture = {"stage": stage}
    if side:
        posture["verdict-for" if stage == "verdict" else "movant"] = side
    day = one("date")
    if not day:
        raise DateFault("Say on which day it happened.", expected="a date such as 2013-05-02")
    posture["decided"] = one("decided")
    root: dict[str, Any] = {"case": caption}
    if docket := one("docket"):
        root["docket"] = docket
    root["forum"] = form.get("forum", "")
    root["posture"] = flow(posture)
    root["people"] = people
    root["incidents"] = {f"on-{slug(day)}": {"date": day}}
    root["claims"] = [
        flow({"doctrine": form.get("doctrine", ""), "plaintiff": hers, "against": tuple(against)})
    ]
    return f"# Begun by interview.\n{written(root)}"


def _person(people: dict[str, Any], line: str, kind: str) -> str:
    """Put a person into the file from a line of name and rank; the id."""
    name, _, rank = (part.strip() for part in line.partition(","))
    if not name:
        raise FieldFault("A person needs a name.", found=line[:80], expected="name, rank")
    whole = kind == "municipality"
    id = fresh(slug(line if whole else name.split()[-1]), people)
    made = {"name": line if whole else name, "is": kind}
    if rank and not whole:
        made["rank"] = rank
    people[id] = flow(made)
    return id


def claimed(root: Any, record: Record, doctrine: str, against: Sequence[str]) -> None:
    """Put another claim of the same plaintiff into a case file."""
    if not against:
        raise FieldFault("A claim must be against someone.", expected="one person or more")
    made = {
        "doctrine": doctrine,
        "plaintiff": record.claims[0].plaintiff,
        "against": tuple(against),
    }
    root["claims"].append(flow(made))


# Answering


def settled(value: Any) -> frozenset[str]:
    """The ids of the inquiries into kind and conduct that a case file, as it was read, answers."""
    found = set()
    for name, incident in value["incidents"].items():
        if "scope" in incident:
            found.add(id_of("kind", name))
        for act, entry in (incident.get("acts") or {}).items():
            if "facts" in entry:
                found.add(id_of("conduct", name, act))
    return frozenset(found)


def answered(
    root: Any, record: Record, factors: Mapping[str, Factor], asked: Inquiry, a: Answer
) -> None:
    """Write an answer into the values of a case file, in place."""
    match asked.kind:
        case "acts":
            _did(root, record, asked, a)
        case "kind":
            _of_kind(root, asked, a)
        case "conduct":
            _amounts(root, record, asked, a)
        case "finding":
            _found(root, record, factors[asked.factor or ""], asked, a)


def _of_kind(root: Any, asked: Inquiry, a: Answer) -> None:
    incident = root["incidents"][asked.incident]
    incident["scope"] = list(a.chosen)


def _did(root: Any, record: Record, asked: Inquiry, a: Answer) -> None:
    if not (a.did or a.failed):
        raise FieldFault("Say at least one thing that was done or left undone.")
    name = a.incident or next(iter(record.incidents), "")
    if name not in record.incidents:
        raise WordFault("The case has no such incident.", found=name[:80])
    happened = _cited(root, record, asked, a, "plaintiff")
    for what, kind in (*((w, "act") for w in a.did), *((w, "omission") for w in a.failed)):
        _act(root["incidents"][name], asked.defendant or "", kind, what, happened)


def _act(incident: Any, by: str, kind: str, what: str, more: Mapping[str, Any]) -> None:
    """Put a new act into an incident."""
    acts = part(incident, "acts")
    shows = {k: list(v) if isinstance(v, tuple) else v for k, v in more.items()}
    acts[fresh(slug(what)[:40].strip("-"), acts)] = {"by": by, "kind": kind, "what": what, **shows}


def _amounts(root: Any, record: Record, asked: Inquiry, a: Answer) -> None:
    """What an act amounts to rests on what shows that it was done."""
    act = root["incidents"][asked.incident]["acts"][asked.act]
    of = record.incidents[asked.incident or ""].acts[asked.act or ""]
    shows = {"for": of.for_} if of.for_ else _cited(root, record, asked, Answer(), "plaintiff")
    if of.against:
        shows["against"] = of.against
    act["facts"] = [flow({"factor": factor} | shows) for factor in a.chosen]


def _found(root: Any, record: Record, factor: Factor, asked: Inquiry, a: Answer) -> None:
    incident = root["incidents"][asked.incident]
    _forget(incident, asked)
    entry: dict[str, Any] = {"factor": asked.factor}
    so = a.said in ("yes", "disputed")
    if so and factor.scale and a.magnitude:
        entry["magnitude"] = a.magnitude
    rests = _cited(root, record, asked, a, factor.side)
    if so and factor.conduct:
        _of_act(incident, asked, factor, a, entry | rests)
        return
    if so and factor.kind == "inference":
        _known(a.acts, part(incident, "acts"))
        entry |= {"from": a.acts} if a.acts else {}
        entry["inferred"] = "true"
    if asked.defendant:
        entry["person"] = asked.defendant
    _several(incident, "findings" if asked.defendant else "circumstances").append(
        flow(entry | rests)
    )


def _of_act(
    incident: Any, asked: Inquiry, factor: Factor, a: Answer, entry: dict[str, Any]
) -> None:
    """Conduct is a fact of an act: of one in the file, or of one in new words."""
    acts = part(incident, "acts")
    if a.acts:
        _known(a.acts, acts)
        for name in a.acts:
            _several(acts[name], "facts").append(flow(entry))
        return
    what = a.did[0] if a.did else factor.says
    _act(incident, asked.defendant or "", factor.kind, what, {"facts": [flow(entry)]})


def _known(chosen: Sequence[str], acts: Any) -> None:
    for name in chosen:
        if name not in acts:
            raise WordFault("No act of this incident has this id.", found=name[:80])


def _forget(incident: Any, asked: Inquiry) -> None:
    """Take out what an earlier answer to the same question wrote, save what it made of acts."""
    for name in ("circumstances", "findings"):
        kept = incident.get(name)
        if not isinstance(kept, list):
            continue
        for number in reversed(range(len(kept))):
            entry = kept[number]
            said = {"factor": entry} if isinstance(entry, str) else entry
            mine = said.get("factor") == asked.factor and said.get("person") == asked.defendant
            if mine:
                del kept[number]


def _cited(
    root: Any, record: Record, asked: Inquiry, a: Answer, side: Literal["plaintiff", "officer"]
) -> dict[str, Any]:
    """The evidence of an answer: for it, against it, on both sides, or none."""
    hers = record.claims[0].plaintiff
    sides = {"plaintiff": hers, "officer": asked.defendant}
    other = "officer" if side == "plaintiff" else "plaintiff"
    match a.said:
        case "yes":
            return {"for": (_evidence(root, record, a.pro, hers),)}
        case "no":
            return {"against": (_evidence(root, record, a.pro, hers),)}
        case "disputed":
            pro = _evidence(root, record, a.pro, sides[side])
            con = _evidence(root, record, a.con, sides[other])
            if pro == con:
                raise FieldFault(
                    "One piece of evidence stands on both sides of the dispute.", found=pro,
                    expected="another on the other side",
                )  # fmt: skip
            return {"for": (pro,), "against": (con,)}
        case _:
            return {}


def _evidence(root: Any, record: Record, given: Evidence, whose: str | None) -> str:
    """The id of a piece of evidence, put into the file where it is new."""
    known = part(root, "evidence")
    if given.cite:
        id = fresh(slug(given.cite)[:40].strip("-"), known)
        made = {"kind": given.kind, "of": given.of, "cite": given.cite}
        known[id] = flow({k: v for k, v in made.items() if v})
        return id
    if given.id:
        if given.id not in known:
            raise WordFault("This evidence is not listed in the case file.", found=given.id[:80])
        return given.id
    pleaded = record.posture.stage == "motion-to-dismiss" and whose == record.claims[0].plaintiff
    said = {
        "kind": "allegation" if pleaded else "declaration", "of": whose, "cite": TOLD,
    }  # fmt: skip
    made = {k: v for k, v in said.items() if v}
    for id, one in known.items():
        if isinstance(one, dict) and {k: one.get(k) for k in said} == said:
            return str(id)
    id = fresh(f"{whose}-says" if whose and _PLAIN.fullmatch(whose) else "officers-say", known)
    known[id] = flow(made)
    return id


_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,50}")


# Parts of a file


def part(home: Any, name: str) -> Any:
    """A mapping of a case file, made where it is not there."""
    if not isinstance(home.get(name), dict):
        home[name] = {}
    return home[name]


def _several(home: Any, name: str) -> Any:
    if not isinstance(home.get(name), list):
        home[name] = []
    return home[name]


def fresh(wanted: str, taken: Collection[str]) -> str:
    """An id that is not taken."""
    id, number = wanted, 2
    while id in taken:
        id, number = f"{wanted}-{number}", number + 1
    return id


def flow(values: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping of plain values."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}
