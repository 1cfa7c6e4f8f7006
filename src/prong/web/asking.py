"""What a reader asks of a case: as it is saved, or under other suppositions.

A supposition is a change of the case file itself (a date, a posture, a finding settled one way by
evidence that says it is supposed), so that what is answered on the screen is what a saved variant
answers, in every format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from prong.dates import Day
from prong.faults import DateFault, FieldFault, WordFault
from prong.law.library import Library
from prong.record.case import Record
from prong.record.findings import Item, flat
from prong.web import additions

if TYPE_CHECKING:
    from prong.web.answers import Answered

#: The stages a case may be put in, each with who moves or won.
POSTURES = {
    "motion-to-dismiss": ("motion-to-dismiss", None),
    "summary-judgment-officers": ("summary-judgment", "officers"),
    "summary-judgment-plaintiff": ("summary-judgment", "plaintiff"),
    "verdict-officers": ("verdict", "officers"),
    "verdict-plaintiff": ("verdict", "plaintiff"),
}
SUPPOSED = "Supposed here; not in the record"
MOST = 200


@dataclass(frozen=True)
class Question:
    """The suppositions under which a case is answered; none, for the case as it is saved."""

    forum: str | None = None
    incident_date: Day | None = None
    decided: Day | None = None
    posture: str | None = None
    order: str = "one-first"
    so: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        given: Mapping[str, str],
        so: Iterable[str],
        not_: Iterable[str],
        acts: Iterable[str] = (),
        factors: Iterable[str] = (),
    ) -> Question:
        """From the fields of a form or an address; a blank field supposes nothing. ``acts`` and
        ``factors`` are what is added to the record, as ``additions`` writes them."""
        order = given.get("order") or "one-first"
        posture = given.get("posture") or None
        for found, known in ((order, ("one-first", "two-only")), (posture, tuple(POSTURES))):
            if found is not None and found not in known:
                raise WordFault(
                    "This is not one of the choices.", found=found[:80], expected=", ".join(known)
                )
        more = additions.asked(given)
        chosen = (
            tuple(dict.fromkeys(so)), tuple(dict.fromkeys(not_)),
            tuple(dict.fromkeys((*acts, *more[0]))), tuple(dict.fromkeys((*factors, *more[1]))),
        )  # fmt: skip
        if sum(map(len, chosen)) > MOST:
            raise FieldFault("Too many suppositions at once.", expected=f"at most {MOST}")
        if both := set(chosen[0]) & set(chosen[1]):
            raise FieldFault("One finding is supposed both ways.", found=sorted(both)[0][:80])
        return cls(
            given.get("forum") or None,
            _day(given.get("incident-date")),
            _day(given.get("decided")),
            posture,
            order,
            *chosen,
        )

    @property
    def supposes(self) -> bool:
        return self != Question()

    def fields(self) -> list[tuple[str, str]]:
        """As the fields of a form."""
        plain = [
            ("forum", self.forum),
            ("incident-date", str(self.incident_date) if self.incident_date else None),
            ("decided", str(self.decided) if self.decided else None),
            ("posture", self.posture),
            ("order", None if self.order == "one-first" else self.order),
        ]
        return [
            *((k, v) for k, v in plain if v),
            *(("so", id) for id in self.so),
            *(("not", id) for id in self.not_),
            *(("act", act) for act in self.acts),
            *(("add", factor) for factor in self.factors),
        ]

    def query(self) -> str:
        """As the end of an address, with its question mark, or nothing."""
        text = urlencode(self.fields())
        return f"?{text}" if text else ""

    @property
    def of_findings(self) -> bool:
        """Whether it supposes something of single findings, there or not in the record."""
        return bool(self.so or self.not_ or self.acts or self.factors)

    @property
    def plain(self) -> Question:
        """The same without what is supposed of single findings."""
        return replace(self, so=(), not_=(), acts=(), factors=())

    def on(self, day: Day) -> Question:
        return replace(self, incident_date=day, decided=None)


def _day(text: str | None) -> Day | None:
    if not text or not text.strip():
        return None
    try:
        return Day.parse(text.strip())
    except ValueError as error:
        raise DateFault("This is not a date.", found=text[:40], expected=str(error)) from None


def suppose(root: Any, record: Record, library: Library, question: Question) -> None:
    """Change the values of a case file, in place, to what is supposed of posture and findings."""
    stage = record.posture.stage
    if question.posture:
        stage, side = POSTURES[question.posture]  # type: ignore[assignment]
        posture = root["posture"]
        posture["stage"] = stage
        for name in ("movant", "verdict-for"):
            posture.pop(name, None)
        if side:
            posture["verdict-for" if stage == "verdict" else "movant"] = side
    if not question.of_findings:
        return
    known = {item.id: item for item in flat(record, library.factors)}
    name = "supposed"
    while name in record.evidence:
        name += "-here"
    evidence = root.get("evidence")
    if not isinstance(evidence, dict):
        evidence = root["evidence"] = {}
    evidence[name] = {"kind": "supposition", "cite": SUPPOSED}
    for ids, so in ((question.so, True), (question.not_, False)):
        for id in ids:
            if id not in known:
                raise WordFault("The case has no such finding.", found=id[:80])
            _settle(root, known[id], so, name)
    additions.add(root, record, library, question.acts, question.factors, name)


def _settle(root: Any, item: Item, so: bool, evidence: str) -> None:
    """Let one finding be so, or not so, on a piece of evidence alone."""
    *home, last = item.path
    holder, above, step = root, root, home[0]
    for step in home:
        above, holder = holder, holder[step]
    if isinstance(last, int) and not isinstance(holder, list):  # one, written without its list
        holder, last = above, home[-1]
    node = holder[last]
    if not isinstance(node, dict):
        node = holder[last] = {"factor" if item.factor else "is": node}
    for name in ("for", "against", *(("from", "inferred") if so else ())):
        node.pop(name, None)
    node["for" if so else "against"] = [evidence]


def as_variant(root: Any, answered: Answered) -> None:
    """Change the values of a case file, in place, to all that is supposed, forum and dates too."""
    answer, question = answered.answer, answered.question
    suppose(root, answered.saved.record, answer.library, question)
    if question.forum:
        root["forum"] = question.forum
    if question.incident_date:
        for key, incident in answer.record.incidents.items():
            root["incidents"][key]["date"] = str(incident.date)
        for item in flat(answer.record, answer.library.factors):
            if item.factor and item.on:
                node = root
                for step in item.path:
                    node = node[step]
                node["on"] = str(item.on)
        for key, incident in answer.record.incidents.items():
            for name, act in incident.acts.items():
                if act.on:
                    root["incidents"][key]["acts"][name]["on"] = str(act.on)
    root["posture"]["decided"] = str(answer.record.posture.decided)
