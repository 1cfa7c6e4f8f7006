"""The words of an answer: one sentence for each kind of step, and the names things go by.

No renderer words a conclusion. The verb of a conclusion is the one the posture allows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from prong.cite import bluebook
from prong.dates import Day
from prong.decide.analysis import Analysis
from prong.decide.argument import Citation, RecordCite, Step
from prong.decide.determination import Determination
from prong.law.authorities import Authority
from prong.law.library import Library
from prong.values import frozen

IMMUNITY = {
    "granted": "granted",
    "denied": "denied",
    "unavailable": "unavailable",
    "not-applicable": "not applicable",
    "not-addressed": "not addressed",
    "open": "open",
}
VIOLATION = {
    "shown": "violation",
    "not-shown": "no violation",
    "open": "open",
    "not-reached": "not reached",
}
ESTABLISHED = {
    "binding": "established",
    "consensus": "established (consensus)",
    "obvious": "established (obvious)",
    "not-established": "not established",
    "never-adopted": "never adopted",
    "conflict": "authority in conflict",
    "open": "open",
    "not-reached": "not reached",
}
STATUS = {
    "live": "before the court",
    "not-before-court": "not before the court",
    "not-on-appeal": "not on this appeal",
    "dismissed": "dismissed",
    "dismissed-by-agreement": "dismissed by agreement",
    "decided-elsewhere": "decided elsewhere",
    "forfeited": "forfeited",
}
ROLE = {"basis": "carries the claim", "informs": "informs it", "nothing": "does nothing"}
ISSUE = {"accepted": "satisfied", "rejected": "not satisfied", "open": "not decided"}
GRADE = {
    "despite": "met and rejected there",
    "recited": "present there, not discussed",
    "untested": "new",
}
BREADTH = {
    "rule": "an announced rule",
    "reason": "on its reason",
    "facts-only": "limited to its facts",
}
LEFT_OUT = {
    "not-yet-decided": "decided after the incident",
    "date-unknown": "the order of dates is not known",
    "no-longer-law": "no longer law",
    "same-case": "a decision of this very case",
    "unpublished": "unpublished",
    "dictum": "dictum",
    "left-for-factfinder": "left for the factfinder",
    "unchecked": "coded without its text, so it does not constrain",
}
#: The same as the reason of a sentence, of one decision or of several.
WHY_NOT = {
    "not-yet-decided": ("it was decided after the incident", "they were decided after the incident"),
    "date-unknown": ("the order of dates is not known",) * 2,
    "no-longer-law": ("it is no longer law", "they are no longer law"),
    "same-case": ("it is a decision of this very case", "they are decisions of this very case"),
    "unpublished": ("it is unpublished", "they are unpublished"),
    "dictum": ("what it says is dictum", "what they say is dictum"),
    "left-for-factfinder": (
        "it left the facts to be found", "they left the facts to be found",
    ),
    "unchecked": (
        "it was coded from a source and not from its text",
        "they were coded from a source and not from their texts",
    ),
}  # fmt: skip
CHANGES = {
    "prong-one": "prong one",
    "prong-two": "prong two",
    "outcome": "the outcome",
}
STAGE = {
    "motion-to-dismiss": "Motion to dismiss",
    "summary-judgment": "Summary judgment",
    "verdict": "After a verdict",
}


NUMBER = {
    1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
}  # fmt: skip


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a series: a, b, and c."""
    found = list(words)
    if len(found) <= 1:
        return "".join(found)
    if len(found) == 2:
        return f"{found[0]} {last} {found[1]}"
    return f"{', '.join(found[:-1])}, {last} {found[-1]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def plural(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@frozen
class Phrases:
    """Words for one analysis: names of its people, factors and authorities."""

    analysis: Analysis

    @property
    def library(self) -> Library:
        return self.analysis.library

    # Names

    def person(self, key: object) -> str:
        """The name a court would use after the first mention: rank and surname."""
        person = self.analysis.record.people.get(str(key))
        if person is None:
            return str(key)
        return f"{person.rank} {self.short(key)}" if person.rank else self.short(key)

    def short(self, key: object) -> str:
        """A surname, or the whole name where two people of the case share one."""
        person = self.analysis.record.people.get(str(key))
        if person is None:
            return str(key)
        return person.short if self._alike[person.short] == 1 else person.name

    @cached_property
    def _alike(self) -> Counter[str]:
        """How many people of the case go by each surname."""
        return Counter(person.short for person in self.analysis.record.people.values())

    def factor(self, key: object, magnitude: object = None) -> str:
        """What a factor says; of a given magnitude also how much, in its scale's words."""
        factor = self.library.factors.factors.get(str(key))
        much = self.much(key, magnitude)
        return f"{factor.says if factor else key}{f' ({much})' if much else ''}"

    def much(self, key: object, magnitude: object) -> str | None:
        """A magnitude in the words of its factor's scale."""
        factor = self.library.factors.factors.get(str(key))
        scale = self.library.factors.scales.get(factor.scale or "") if factor else None
        return scale.steps.get(magnitude) if scale and isinstance(magnitude, int) else None

    def court(self, key: str) -> str:
        court = self.library.courts.courts[key]
        return "" if court.kind == "supreme" else court.cite

    def forum(self, key: str) -> str:
        forum = self.library.forums.get(key)
        return forum.name if forum else self.library.courts.courts[key].name

    def doctrine(self, d: Determination) -> str:
        return d.doctrine.name if d.doctrine else f"{capital(d.claim.theory)} (state)"

    def theory(self, d: Determination) -> str:
        """The claim as a phrase within a sentence."""
        name = d.doctrine.name if d.doctrine else f"{d.claim.theory} under state law"
        return name[:1].lower() + name[1:]

    def right(self, d: Determination) -> str:
        """The right in few words: as the doctrine names it, up to what it is a right against."""
        right = d.doctrine.right if d.doctrine else d.claim.theory
        return re.sub(r" \([^()]*\)", "", right).split(",")[0]

    # Citations

    def full(self, authority: Authority, pin: str | None = None) -> str:
        citation, pin = bluebook.placed(authority.citation, authority.parallel, pin)
        return bluebook.full(
            authority.authority,
            citation,
            self.court(authority.court),
            authority.decided,
            pin=pin,
            weight=authority.weight,
        )

    def cite(self, citation: Citation) -> str:
        """A citation as a clause of support, marked where nobody has checked it."""
        mark = "" if citation.coded is None or citation.coded.verified else " [unverified]"
        if citation.authority is None:
            pin = f", at {bluebook.pages(citation.pin)}" if citation.pin else ""
            return f"{citation.cited_as}{pin}{mark}"
        return self.full(self.library.authorities[citation.authority], citation.pin) + mark

    def cites(self, citations: Iterable[Citation]) -> str:
        return "; ".join(dict.fromkeys(self.cite(c) for c in citations))

    def record(self, cites: Iterable[RecordCite]) -> str:
        """Record cites, those against a finding after *but see*."""
        every = list(cites)
        pro = list(dict.fromkeys(c.cite for c in every if not c.against))
        con = list(dict.fromkeys(c.cite for c in every if c.against))
        text = "; ".join(pro)
        if con:
            text = f"{text}; contra {'; '.join(con)}" if text else f"contra {'; '.join(con)}"
        return text

    # Sentences

    def sentence(self, step: Step) -> str:
        """The sentence of a step, without its support."""
        say = getattr(self, "_" + step.kind.replace("-", "_"))
        return str(say(step.values))

    def support(self, step: Step) -> str:
        """What a step stands on: authorities, record cites, or a stated absence."""
        parts = [
            self.cites(step.authorities),
            self.record(step.record),
        ]
        return "; ".join(part for part in parts if part)

    def bottom_line(self, d: Determination) -> str:
        """The determination in a sentence or two."""
        who = self.person(d.defendant)
        right = self.right(d)
        when = self._incident_day(d)
        verb = d.words
        say: dict[str, Callable[[], str]] = {
            "no-violation": lambda: (
                f"Immunity is granted: {verb.not_shown} that {who} violated the right to {right}."
            ),
            "not-clearly-established": lambda: (
                (
                    f"Immunity is granted. {capital(self._prong_one_clause(d))}"
                    f"the right was not clearly established {when}."
                )
                if d.established.result != "never-adopted"
                else (
                    f"Immunity is granted. {capital(self._prong_one_clause(d))}this forum has never adopted "
                    "the doctrine, so no right under it was clearly established."
                )
            ),
            "clearly-established-violation": lambda: (
                f"Immunity is denied. {capital(verb.shown)} that {who} violated the right to {right}, "
                f"and the right was clearly established {when}."
            ),
            "waived": lambda: (
                f"Immunity is denied. {capital(verb.shown)} that {who} violated the right to {right}, "
                "and the defense did not contest that the right was clearly established."
            ),
            "either-prong-open": lambda: (
                f"Immunity is open: whether {who} violated the right to {right} is not decided, "
                + (
                    "and that the right was clearly established is not contested."
                    if d.established.waived_by
                    else f"and such a violation would have been clearly established {when}."
                )
            ),
            "disputed-on-this-motion": lambda: (
                f"Immunity is open. On the officers' version {verb.not_shown.removesuffix(' show')} "
                f"show that {who} violated the right to {right}, so the plaintiff's motion fails; on the "
                "plaintiff's version immunity would be defeated, so it is not granted either."
                if d.violation.result != "shown"
                else f"Immunity is open. On the officers' version the right was not clearly established "
                f"{when}, so the plaintiff's motion fails; on the plaintiff's version it was."
            ),
            "no-immunity": lambda: (
                f"{capital(who)} has no qualified immunity to claim." + self._elements_clause(d)
            ),
            "no-defence": lambda: f"Qualified immunity does not apply to the claim against {who}.",
            "status": lambda: (
                f"The claim against {who} is {STATUS[d.status]}; immunity is not addressed."
            ),
            "forfeited": lambda: "The theory is forfeited; immunity is not addressed under it.",
            "no-acts": lambda: f"Immunity is open: no act of {who} is in the record.",
        }
        return say[d.ground]() + self._date_clause(d)

    def immunity(self, d: Determination, who: str, one: bool, when: str) -> str:
        """The bottom line for one or several who stand alike, as a memorandum states it."""
        verb, right = d.words, self.right(d)
        is_, has = ("is", "has") if one else ("are", "have")
        did = f"{who if one else 'each'} violated the right to {right}"
        clear = f"the right was {'' if d.established.holds else 'not '}clearly established {when}"
        say: dict[str, Callable[[], str]] = {
            "no-violation": lambda: (
                f"{who} {is_} entitled to qualified immunity, because {verb.not_shown} a violation of "
                f"the right to {right}"
            ),
            "not-clearly-established": lambda: (
                f"{who} {is_} entitled to qualified immunity: "
                + self._prong_one_clause(d, did)
                + (
                    clear if d.established.result != "never-adopted"
                    else "this forum has never adopted the doctrine, so that no right under it was "
                    f"clearly established {when}"
                )
            ),
            "clearly-established-violation": lambda: (
                f"{who} {is_} not entitled to qualified immunity: {verb.shown} that {did}, and {clear}"
            ),
            "waived": lambda: (
                f"{who} {is_} not entitled to qualified immunity: {verb.shown} that {did}, and that "
                "the right was clearly established is not contested"
            ),
            "no-immunity": lambda: (
                f"{who} {has} no qualified immunity to claim{self._elements_clause(d).rstrip('.')}"
            ),
        }  # fmt: skip
        if d.ground in say:
            return capital(f"{say[d.ground]()}.{self._date_clause(d)}")
        return self.bottom_line(d)

    def outcome(self, d: Determination) -> str:
        """The disposition as a clause."""
        return f"immunity is {IMMUNITY[d.immunity]}"

    def prong_two(self, d: Determination, when: str) -> str:
        """The conclusion on prong two, and what it does to immunity."""
        who = self.person(d.defendant)
        match d.established.result:
            case "binding" | "consensus" | "obvious":
                how = {
                    "binding": "by binding authority",
                    "consensus": "by a consensus of persuasive authority",
                    "obvious": "as an obvious case",
                }[d.established.result]
                end = "" if d.immunity != "denied" else f", and {who} is not entitled to immunity"
                return f"The right was clearly established {when} {how}{end}."
            case "never-adopted":
                forum = self.forum(self.analysis.record.forum)
                return (
                    f"The {forum} has never adopted the doctrine, so no right under it was clearly "
                    f"established {when}, and {who} is entitled to immunity."
                )
            case "conflict":
                return (
                    f"Binding authority is in conflict, so the right was not clearly established "
                    f"{when}, and {who} is entitled to immunity."
                )
            case _:
                end = f", and {who} is entitled to immunity" if d.immunity == "granted" else ""
                return f"The right was not clearly established {when}{end}."

    def _date_clause(self, d: Determination) -> str:
        """What a day that nobody has stated leaves open."""
        if d.dates is None:
            return ""
        then = d.dates.counted
        change = (
            f"immunity would be {IMMUNITY[then.immunity]}"
            if then.immunity != d.immunity
            else f"prong one would be {VIOLATION[then.violation]} and prong two "
            f"{ESTABLISHED[then.established]}"
        )
        cited = listed(a.short or a.authority for a in d.dates.undated)
        after = f" after {cited}" if cited else ""
        return f" But it depends on the day: if that was{after}, {change}."

    def _elements_clause(self, d: Determination) -> str:
        """Whether the elements are shown of a claim against someone without immunity."""
        of = f"the elements of {self.doctrine(d).lower()}"
        match d.violation.result:
            case "shown":
                return f" {capital(d.words.shown)} {of}."
            case "not-shown":
                return f" {capital(d.words.not_shown)} {of}."
            case "open":
                return f" Whether {of} are shown is not decided."
            case _:
                return ""

    def _prong_one_clause(self, d: Determination, did: str | None = None) -> str:
        """What prong one came to, as the clause that leads to prong two."""
        did = did or f"{self.person(d.defendant)} violated the right to {self.right(d)}"
        match d.violation.result:
            case "shown":
                return f"{d.words.shown} that {did}, but "
            case "not-shown":
                return f"{d.words.not_shown} that {did}, and "
            case "open":
                return f"whether {did} is not decided, and "
            case _:
                return (
                    "without deciding whether it was violated, which leaves the law where it was, "
                )

    def _incident_day(self, d: Determination) -> str:
        if d.episode is None:
            return ""
        return self.analysis.record.incidents[d.episode].date.during()

    # One method for each kind of step

    def _determination(self, v: Mapping[str, Any]) -> str:
        return f"Immunity: {IMMUNITY[v['immunity']]}."

    def _status(self, v: Mapping[str, Any]) -> str:
        below = f" Below: {v['below']}." if v["below"] else ""
        return f"The claim is {STATUS[v['status']]}.{below}"

    def _defence(self, v: Mapping[str, Any]) -> str:
        return str(v["says"])

    def _forfeiture(self, v: Mapping[str, Any]) -> str:
        who = listed(self.person(p) for p in v["by"])
        why = f": {v['says']}" if v["says"] else ""
        return f"{who} forfeited the theory{why}."

    def _no_acts(self, v: Mapping[str, Any]) -> str:
        return "The record lays no act at this defendant's door."

    def _prong_one(self, v: Mapping[str, Any]) -> str:
        on = f", under the law as of {v['on'].spoken()}" if isinstance(v["on"], Day) else ""
        return f"Prong one{on}: {VIOLATION[v['result']]}."

    def _issue(self, v: Mapping[str, Any]) -> str:
        return f"{v['name']}: {ISSUE[v['result']]}."

    def _issue_forfeited(self, v: Mapping[str, Any]) -> str:
        return (
            f"{v['name']}: {ISSUE[v['result']]}, {self.person(v['by'])} having forfeited the point."
        )

    def _issue_open(self, v: Mapping[str, Any]) -> str:
        return f"{v['name']}: not decided; no rule or holding in the library reaches these facts."

    def _rule(self, v: Mapping[str, Any]) -> str:
        return str(v["says"])

    def _holding(self, v: Mapping[str, Any]) -> str:
        return str(v["says"])

    def _finding(self, v: Mapping[str, Any]) -> str:
        much = self.much(v.get("factor"), v.get("magnitude"))
        says = f"{capital(str(v['says']).removeprefix('that '))}{f': {much}' if much else ''}"
        return f"{says}{self._taken(v)}."

    def _premise(self, v: Mapping[str, Any]) -> str:
        match v["kind"]:
            case "by":
                text = v["says"] or f"it was done by {self.short(v['person'])}"
            case "ordered-by":
                text = v["says"] or f"it was ordered by {self.short(v['person'])}"
            case "heard-by":
                text = v["says"] or f"it was heard by {self.short(v['person'])}"
            case "act-kind":
                text = f"it was an {v['person']}"
            case _:
                text = str(v["says"])
        return f"{capital(str(text).removeprefix('that '))}{self._taken(v)}."

    def _taken(self, v: Mapping[str, Any]) -> str:
        """How a finding stands in the view, in a parenthesis, where that is worth saying."""
        if v.get("status") == "unknown":
            return " (no evidence)"
        taken = v.get("status") == "present"
        word = {
            "inferred": "inferred; a jury might decline to" if taken else "not inferred",
            "disputed": "disputed; taken as true" if taken else "disputed; not taken as true",
            "conclusive": "shown conclusively" if taken else "conclusively contradicted",
            "not-inferred": "not inferred",
            "found": "as the jury found" if taken else "the jury found otherwise",
            "assumed": "as assumed below" if taken else "assumed otherwise below",
            "moved": "on the other side's version",
            "supposed": "supposed" if taken else "supposed not to be so",
        }.get(str(v.get("basis")), "" if taken or "status" not in v else "not so")
        return (
            f" ({word})"
            if word and (v.get("contested") or word != "inferred; a jury might decline to")
            else ""
        )

    def _derived(self, v: Mapping[str, Any]) -> str:
        return f"On these acts the officer {v['says']}."

    def _act(self, v: Mapping[str, Any]) -> str:
        text = f"{capital(str(v['what']))}: {ROLE[v['role']]}"
        if v["with"]:
            text += f", jointly with {listed(self._act_names(v['with']))}"
            alone = {
                "open": "; alone not decided",
                "not-shown": "; alone it would be no violation",
                "shown": "; alone it would suffice",
            }.get(str(v["alone"]), "")
            text += alone
        return f"{text}."

    def _act_names(self, acts: Iterable[object]) -> list[str]:
        return [str(a).replace("-", " ") for a in acts]

    def _remainder(self, v: Mapping[str, Any]) -> str:
        number = len(v["acts"])
        what = "The other act or omission" if number == 1 else f"The other {number}, even together"
        return f"{what}: {VIOLATION[v['result']]}."

    def _prong_two(self, v: Mapping[str, Any]) -> str:
        return (
            f"Prong two, under the law of the {v['forum']} as of {v['on'].spoken()}: "
            f"{ESTABLISHED[v['result']]}."
        )

    def _method(self, v: Mapping[str, Any]) -> str:
        return str(v["says"])

    def _burden(self, v: Mapping[str, Any]) -> str:
        return str(v["says"])

    def _forced(self, v: Mapping[str, Any]) -> str:
        return f"Decided by {self._named(v)}, {BREADTH[v['breadth']]}: {v['says']}"

    def _contrary(self, v: Mapping[str, Any]) -> str:
        return f"For the officer: {v['says']}"

    def _met_issue(self, v: Mapping[str, Any]) -> str:
        return f"{v['name']} is met on the view of the record."

    def _named(self, v: Mapping[str, Any]) -> str:
        authority = self.library.authorities[str(v["authority"])]
        return f"{authority.short or authority.authority} ({v['decided'].spoken()})"

    def _comparison(self, v: Mapping[str, Any]) -> str:
        weight = "binding" if v["binding"] else "persuasive"
        side = "for the plaintiff" if v["side"] == "plaintiff" else "for the officer"
        parts = []
        missing = [f for f in v["missing"] if f not in v["weaker"]]
        for head, factors in (
            ("shared", v["shared"]), ("missing here", missing), ("weaker here", v["weaker"])
        ):  # fmt: skip
            if factors:
                there = listed(self.factor(f, v["requires"].get(f)) for f in factors)
                parts.append(f"{head}, {there}")
        if v["facts-missing"]:
            parts.append(f"limited to facts missing here, {self._clauses(v['facts-missing'])}")
        if v["scope-missing"]:
            scopes = self.library.factors.scopes
            parts.append(
                f"another kind of case, where {listed(scopes[t].says for t in v['scope-missing'])}"
            )
        detail = "; ".join(parts) or "reaches these facts"
        return f"{self._named(v)}, {weight}, {side}: {detail}."

    def _clauses(self, factors: Iterable[object]) -> str:
        return listed(self.factor(f) for f in factors)

    def _distinction(self, v: Mapping[str, Any]) -> str:
        much = self.much(v["factor"], v["magnitude"])
        return f"Distinction: {v['says']}{f': {much}' if much else ''} ({GRADE[v['grade']]})."

    def _own_comparison(self, v: Mapping[str, Any]) -> str:
        return "The comparisons are Prong's, made from the coded factors, and not a court's."

    def _incomplete(self, v: Mapping[str, Any]) -> str:
        return f"There may be more: the search was cut for {listed(CHANGES[k] for k in v['of'])}."

    def _ladder(self, v: Mapping[str, Any]) -> str:
        if "authority" not in v:
            level = v["level"]
            return (
                "The reason reaches these facts at the particular level."
                if level == 0
                else f"Arguable at level {level} of generality, and no lower; only level 0 decides."
            )
        steps = [s for s in v["steps"] if s[0] != s[1]]
        how = "; ".join(
            f"there, {self.factor(a)}; here, {self.factor(b)}; both, {self.factor(c)}"
            for a, b, c in steps
        )
        left = v["untested"]
        tail = f" Still to be met: {self._clauses(left)}." if left else ""
        return f"{self._named(v)} at level {v['level']}{': ' + how if how else ''}.{tail}"

    def _ladder_none(self, v: Mapping[str, Any]) -> str:
        return "No binding holding reaches these facts at any level of generality."

    def _consensus(self, v: Mapping[str, Any]) -> str:
        needed = f"({plural(int(v['needs']), 'court')} needed, a modelling assumption)"
        if v["found"]:
            courts = plural(len(v["courts"]), "court")
            return f"A consensus of persuasive authority: {courts} agree {needed}."
        if not v["agreeing"] and not v["near"]:
            return f"No consensus: nothing persuasive in the library comes near {needed}."
        if not v["agreeing"]:
            how = "alone" if v["near"] == 1 else f"as {v['near']} decisions"
            doubt = " and doubted" if v["doubted"] else ""
            return (
                f"No consensus: what comes near stands {how}{doubt}, and does not itself reach "
                f"these facts {needed}."
            )
        why = (
            "and that is doubted" if v["doubted"]
            else "against contrary authority" if v["contrary"]
            else "which is too few"
        )  # fmt: skip
        courts = plural(len(v["courts"]), "court")
        return f"No consensus: {courts} would so hold, {why} {needed}."

    def _candidate(self, v: Mapping[str, Any]) -> str:
        reach = "reaches these facts" if v["forces"] else f"near, at level {v['level']}"
        text = f"{self._named(v)}: {reach}"
        for key, how, says in v["doubts"]:
            authority = self.library.authorities[key]
            text += f"; {authority.short or authority.authority} {how} it" + (
                f" ({says})" if says else ""
            )
        return f"{text}."

    def _adoption(self, v: Mapping[str, Any]) -> str:
        status = {
            "never-adopted": "has never adopted this doctrine",
            "abandoned": "has abandoned this doctrine",
            "not-addressed": "has not addressed this doctrine",
        }.get(str(v["status"]), "has adopted this doctrine")
        return f"The {self.forum(str(v['court']))} {status}."

    def _left_out(self, v: Mapping[str, Any]) -> str:
        return f"Not counted, though near: {self._named(v)} ({LEFT_OUT[v['reason']]})."

    def _nothing_binding(self, v: Mapping[str, Any]) -> str:
        return (
            f"No decision that counts in the {v['forum']} before {v['on'].spoken()} puts the "
            "question beyond debate."
        )

    def _first(self, v: Mapping[str, Any]) -> str:
        return (
            f"In the {v['forum']} conduct like this is clearly forbidden from "
            f"{v['begins'].spoken()}, by {self._consensus_of(v)}{self._named(v)}."
        )

    def _consensus_of(self, v: Mapping[str, Any]) -> str:
        """What introduces the last of a consensus: how many courts, and who came before."""
        if v["source"] != "consensus":
            return ""
        return f"a consensus of {len(v['courts'])} courts ({listed(v['courts'])}), the last "

    def _never_first(self, v: Mapping[str, Any]) -> str:
        return f"No decision in the library clearly forbids this conduct in the {v['forum']}."

    def _material(self, v: Mapping[str, Any]) -> str:
        if v["of"] == "all":
            return "Material disputes."
        return f"Material to {CHANGES[v['of']]}{self._jointly(v['set'])}:"

    def _jointly(self, chosen: tuple[str, ...]) -> str:
        return ", only together" if len(chosen) > 1 else ""

    def _not_material(self, v: Mapping[str, Any]) -> str:
        return "No genuinely disputed finding changes the result."

    def _missing(self, v: Mapping[str, Any]) -> str:
        if v["of"] == "all":
            return "What is missing."
        return f"Would change {CHANGES[v['of']]}{self._jointly(v['set'])}:"

    def _nothing_missing(self, v: Mapping[str, Any]) -> str:
        return "No finding on which the record is silent would change the result."

    def _dates(self, v: Mapping[str, Any]) -> str:
        return (
            "The answer depends on the day: with these decisions before it, "
            f"prong one is {VIOLATION[v['violation']]}, prong two {ESTABLISHED[v['established']]}, "
            f"immunity {IMMUNITY[v['immunity']]}."
        )

    def _prong_not_reached(self, v: Mapping[str, Any]) -> str:
        if v["prong"] == 1:
            return "Prong one is not reached; the law is left where it was."
        return "Prong two is not reached."

    def _waived(self, v: Mapping[str, Any]) -> str:
        prong = "one" if v["prong"] == 1 else "two"
        return f"{self.person(v['by'])} forfeited prong {prong}."

    def _motion(self, v: Mapping[str, Any]) -> str:
        return (
            "On the plaintiff's motion the officers' version is taken; whether immunity is granted "
            "turns on the plaintiff's own version, as follows."
        )


def coverage(analysis: Analysis, d: Determination) -> str:
    """The library's coverage for a determination, and its version."""
    c = d.coverage
    if c is None:
        return ""
    latest = f", the latest of {c.latest.spoken()}" if c.latest else ""
    forum = analysis.library.forums[c.forum].name
    return (
        f"{plural(c.holdings, 'holding')} from {plural(c.authorities, 'decision')} on this doctrine"
        f"{latest}; forum {forum}. Law past that is not assumed."
    )


def library_line(library: Library) -> str:
    """The library an answer was made under."""
    overlays = listed(library.overlays) if library.overlays else "none"
    return f"Law library {library.version}, digest {library.digest[:12]}, overlays: {overlays}."
