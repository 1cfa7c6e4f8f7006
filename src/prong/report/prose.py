"""Findings and comparisons in whole sentences, as a memorandum tells them.

A factor states a clause without its subject where the subject is an officer, or the person to whom
the acts were done; here the clause gets it. How a fact stands in the record decides how it is told:
as a fact, as one side's account, or as what may be inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from prong.decide.analysis import Analysis
from prong.decide.argument import Citation, RecordCite, Step, argue, method
from prong.decide.determination import Determination
from prong.law.authorities import Authority
from prong.law.factors import Factor
from prong.record.findings import Item
from prong.report.blocks import Cite, Run, Sentence, Signal, Text, italic, text
from prong.report.citing import Names
from prong.report.phrases import Phrases, capital, listed
from prong.values import frozen

#: First words of a clause that has its own subject.
_OWN = re.compile(
    r"(?:the|an?|there|no|what|others|nothing|something|those|nobody|it|its|he|she|they|his|her"
    r"|their|every|some|each|another|other|less|more|any|all|one|two|anyone|someone|both|this"
    r"|these|many|few|such)\b",
    re.IGNORECASE,
)


@frozen
class Teller:
    """Tells the facts of one analysis, and for one determination what follows from them."""

    analysis: Analysis
    say: Phrases

    @classmethod
    def of(cls, analysis: Analysis) -> Teller:
        return cls(analysis, Phrases(analysis))

    @cached_property
    def arguments(self) -> Mapping[int, Step]:
        """The argument of each determination of the analysis."""
        return {id(d): argue(d, self.analysis.library) for d in self.analysis.determinations}

    @cached_property
    def names(self) -> Names:
        """The names of the authorities that the arguments cite, so that no two are alike."""
        trees = self.arguments.values()
        keys = {c.authority for a in trees for s in a.walk() for c in s.authorities}
        known = self.analysis.library.authorities
        return Names.among(known[key] for key in sorted(k for k in keys if k))

    def argument(self, d: Determination) -> Step:
        """The argument of a determination: worked out once for those of the analysis itself."""
        return self.arguments.get(id(d)) or argue(d, self.analysis.library)

    def parts(self, d: Determination) -> dict[str, list[Step]]:
        """The parts of an argument by kind."""
        found: dict[str, list[Step]] = {}
        for part in self.argument(d).parts:
            found.setdefault(part.kind, []).append(part)
        return found

    def part(self, d: Determination, kind: str) -> Step | None:
        """The part of an argument of a kind, where it has one."""
        return next((p for p in self.argument(d).parts if p.kind == kind), None)

    def told(self, step: Step, signal: Signal = "") -> Sentence:
        """A step in its own phrase, with everything it stands on."""
        return Sentence(
            text(self.say.sentence(step)), "conclusion", support(step, signal), step.record,
            stands=step.absent,
        )  # fmt: skip

    # Names

    def case(self, authority: Authority) -> Run:
        """The name of a decision in a sentence."""
        return italic(self.names.of(authority))

    def day(self, d: Determination) -> str:
        """The day of the conduct, without a preposition."""
        return self.analysis.record.incidents[d.episode or ""].date.spoken()

    def during(self, d: Determination) -> str:
        return self.analysis.record.incidents[d.episode or ""].date.during()

    def injured(self, d: Determination) -> str:
        return self.say.person(d.plaintiff)

    def done(self, d: Determination, act: Step) -> str:
        """What an act is to this defendant: done, or ordered of another."""
        what = str(act.values["what"])
        if not act.values.get("ordered") or d.episode is None:
            return what
        doer = self.analysis.record.incidents[d.episode].acts[str(act.values["act"])].by.is_
        if doer == d.defendant:
            return what
        return f"gave the order on which {self.say.person(doer)} {what}"

    # Clauses

    def subject(self, factor: Factor) -> str:
        """Of whom a factor's clause speaks: officer, person, or a subject of its own."""
        if factor.subject:
            return factor.subject
        return "own" if _OWN.match(factor.says) else "officer"

    def clause(self, key: str, officer: str, person: str) -> str:
        """A factor as a clause with its subject."""
        factor = self.analysis.library.factors[key]
        subject = self.subject(factor)
        if subject == "own":
            return factor.says
        return f"{officer if subject == 'officer' else person} {factor.says}"

    def clauses(self, keys: Iterable[str], officer: str, person: str) -> str:
        """Several factors as one series of clauses; a subject is not repeated."""
        groups: list[tuple[str, list[str]]] = []
        factors = [self.analysis.library.factors[key] for key in keys]
        for factor in factors:
            if any(o.says.startswith(f"{factor.says} ") for o in factors):
                continue  # another says the same and more
            subject = self.subject(factor)
            if groups and groups[-1][0] == subject and subject != "own":
                groups[-1][1].append(factor.says)
            else:
                groups.append((subject, [factor.says]))
        groups.sort(key=lambda g: ("officer", "person", "own").index(g[0]))
        names = {"officer": f"{officer} ", "person": f"{person} ", "own": ""}
        if len(groups) > 1 and any(", " in s or " and " in s for _, says in groups for s in says):
            return series(f"{names[subject]}{s}" for subject, says in groups for s in says)
        return series(f"{names[subject]}{series(says)}" for subject, says in groups)

    def statement(self, d: Determination | None, item: Item) -> str:
        """A finding as a clause, such as could follow *that*."""
        record = self.analysis.record
        act = record.incidents[item.incident].acts[item.act] if item.act else None
        doer = self.say.person(act.by.is_) if act else None
        if item.kind == "occurred" and act:
            return f"{doer} {act.what}"
        if item.says:
            return item.says.removeprefix("that ")
        match item.kind:
            case "by":
                return f"it was {doer} who {act.what if act else 'did it'}"
            case "heard-by":
                return f"{self.say.person(item.value)} heard what {doer} said"
            case "ordered-by":
                return f"{self.say.person(item.value)} ordered it"
            case "act-kind":
                return f"what {doer} did was an {item.value}"
            case _:
                pass
        who = (
            self.say.person(item.person) if item.person
            else doer or (self.say.person(d.defendant) if d else "the officer")
        )  # fmt: skip
        person = self.injured(d) if d else self._plaintiff()
        return self.clause(item.factor or "", who, person)

    def _plaintiff(self) -> str:
        """Whom acts were done to, where no one claim is spoken of."""
        claims = self.analysis.record.claims
        return self.say.person(claims[0].plaintiff) if claims else "the plaintiff"

    # Findings

    def cites(self, pro: Iterable[str], con: Iterable[str]) -> tuple[RecordCite, ...]:
        """The record cites of evidence for and against."""
        known = self.analysis.record.evidence
        return (
            *(RecordCite(n, known[n].cite) for n in pro if n in known),
            *(RecordCite(n, known[n].cite, against=True) for n in con if n in known),
        )

    def finding(self, d: Determination, step: Step) -> Sentence:
        """A finding a conclusion rests on, told as it stands in the view, with its record cites."""
        v = step.values
        if step.kind == "derived":
            return Sentence(
                text(f"On these acts {self.say.person(d.defendant)} {v['says']}."),
                "fact",
                record=evidence(step),
                stands=step.absent or "the acts as found",
            )
        view = d.view
        assert view is not None
        id = v.get("id")
        if id is None:  # several findings show one factor
            said = self.clause(str(v["factor"]), self.say.person(d.defendant), self.injured(d))
            basis, taken = "undisputed", True
        else:
            item = view.items[str(id)]
            said = self.statement(d, item)
            basis, taken = str(v.get("basis")), v.get("status") == "present"
        record = evidence(step)
        return Sentence(
            text(f"{capital(self.lead(basis, taken, d) + said)}."),
            "fact",
            record=record,
            stands=step.absent or ("inference" if not record else None),
        )

    def findings(self, d: Determination, steps: list[Step]) -> Iterator[Sentence]:
        """Findings in order, those nobody disputes about one person told in one sentence."""
        group: list[Step] = []
        for step in (*steps, None):
            if step is not None and self._plain(step):
                group.append(step)
                continue
            if len(group) == 1:
                yield self.finding(d, group[0])
            elif group:
                keys = [str(s.values["factor"]) for s in group]
                said = self.clauses(keys, self.say.person(d.defendant), self.injured(d))
                yield Sentence(
                    text(f"{capital(said)}."), "fact",
                    record=tuple(dict.fromkeys(c for s in group for c in evidence(s))),
                    stands="stated in the case file",
                )  # fmt: skip
            group = []
            if step is not None:
                yield self.finding(d, step)

    def _plain(self, step: Step) -> bool:
        """Whether a finding is one nobody disputes, in the words of its factor, about the officer."""
        v = step.values
        factor = self.analysis.library.factors.factors.get(str(v.get("factor")))
        return (
            step.kind == "finding"
            and factor is not None
            and v.get("says") == factor.says
            and v.get("basis") in ("undisputed", "stated")
            and not v.get("contested")
            and v.get("status") == "present"
            and self.subject(factor) == "officer"
            and self.analysis.record.posture.stage != "motion-to-dismiss"
        )

    def lead(self, basis: str, taken: bool, d: Determination) -> str:
        """What introduces a fact, according to how it stands in the record."""
        favoured = d.view.favoured if d.view else None
        whose = f"{self.injured(d)}'s" if favoured == "plaintiff" else "the officers'"
        match basis:
            case "inferred":
                return "it may reasonably be inferred that "
            case "disputed":
                return f"on {whose} account, which is taken as true, "
            case "conclusive":
                return "it is shown beyond dispute that " if taken else "it is refuted that "
            case "found":
                return "the jury found that "
            case "assumed":
                return "as the district court assumed, "
            case "supposed":
                return "it is supposed that " if taken else "it is supposed not to be so that "
            case "pleaded":
                return f"{self.injured(d)} alleges that "
            case "undisputed" if d.view and d.view.posture.stage == "motion-to-dismiss":
                return f"{self.injured(d)} alleges that "
            case _:
                return ""

    def mark(self, basis: str, status: str) -> str:
        """How a fact stands, in a word or two, for the statement of facts."""
        taken = status == "present"
        pleaded = self.analysis.record.posture.stage == "motion-to-dismiss"
        return {
            "stated": "alleged" if pleaded else "undisputed",
            "undisputed": "undisputed" if taken else "refuted without dispute",
            "disputed": "disputed; taken as true" if taken else "disputed; not taken as true",
            "inferred": "inferred" if taken else "inference not drawn",
            "not-inferred": "inference not drawn",
            "conclusive": "shown conclusively" if taken else "conclusively refuted",
            "found": "found by the jury" if taken else "rejected by the jury",
            "assumed": "assumed below" if taken else "assumed otherwise below",
            "supposed": "supposed" if taken else "supposed not to be so",
            "pleaded": "alleged",
            "no-evidence": "no evidence",
        }.get(basis, basis)


def evidence(step: Step) -> tuple[RecordCite, ...]:
    """The evidence behind a step: its own, else that of the steps it stands on."""
    if step.record:
        return step.record
    found = [cite for part in step.parts for cite in evidence(part)]
    return tuple(dict.fromkeys(found))


def support(step: Step, signal: Signal = "") -> tuple[Cite, ...]:
    """The authorities of a step as citations under a signal."""
    return tuple(Cite(citation, signal) for citation in step.authorities)


def rule(step: Step, signal: Signal = "") -> Sentence:
    """A step that states law, as a sentence with its authority."""
    return Sentence(set_names(full_stop(str(step.values["says"]))), "rule", support(step, signal))


def stated(d: Determination, analysis: Analysis, key: str) -> tuple[Sentence, ...]:
    """A step of method as a sentence of law, where the library states it on other authority than
    this very case."""
    step = method(d, analysis.library, key)
    if step is None:
        return ()
    docket = analysis.record.docket
    cited = [analysis.library.authorities[c.authority] for c in step.authorities if c.authority]
    return () if docket and any(a.docket == docket for a in cited) else (rule(step),)


def said_where(d: Determination, analysis: Analysis, acts: Iterable[Step]) -> Iterator[Sentence]:
    """The law that needs saying where some acts show a factor that calls for it."""
    found = {p.values.get("factor") for act in acts for p in act.parts}
    for key, step in analysis.library.procedure.steps.items():
        if step.where and step.where in found:
            yield from stated(d, analysis, key)


def series(words: Iterable[str]) -> str:
    """Clauses in a series; with semicolons where one of them holds a comma."""
    found = list(words)
    if len(found) > 1 and any(", " in w or "; " in w for w in found):
        return f"{'; '.join(found[:-1])}; and {found[-1]}"
    if len(found) == 2 and any(" and " in w for w in found):
        return f"{found[0]}, and {found[1]}"
    return listed(found)


_CAPTION = re.compile(
    r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|and|&|ex rel\.))* v\. "
    r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|and|&)(?=[ ,.;)]))*"
)


def set_names(words: str) -> Text:
    """Words with the captions of cases in them set in italics."""
    made: list[Run] = []
    start = 0
    for match in _CAPTION.finditer(words):
        made += [Run(words[start : match.start()]), italic(match.group())]
        start = match.end()
    return tuple(r for r in (*made, Run(words[start:])) if r.text)


def full_stop(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def keys(value: object) -> list[str]:
    """The ids that a step's value lists."""
    return [str(key) for key in value] if isinstance(value, (tuple, list, frozenset)) else []


def on_prong_two(two: Step | None) -> list[Citation]:
    """What a conclusion on prong two stands on: what forces it, else the last rule of method."""
    if two is None:
        return []
    forced = [c for p in two.parts if p.kind == "forced" for c in p.authorities]
    return forced or list(two.authorities)[-1:]


def for_record(acts: Iterable[Step]) -> tuple[RecordCite, ...]:
    """The evidence for some acts, what is against them left out."""
    return tuple(dict.fromkeys(c for act in acts for c in evidence(act) if not c.against))
