"""Redaction before a document is filed or sent: the names of victims and minors as initials, and
birth dates, social-security and account numbers and home addresses as Fed. R. Civ. P. 5.2(a) has
them, with what the rule asks for and a little more.

The record is redacted before it is decided, ids and all, so that nothing made from it can carry a
name; what the law library adds (the caption of the case's own decision) is redacted in what is made.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import partial
from typing import Any, TypeVar

from prong.dates import Day
from prong.law.library import Library
from prong.record.case import Record
from prong.values import frozen

T = TypeVar("T")

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = (
    rf"(?:{_MONTH} \d{{1,2}},? (?P<y1>\d{{4}})|\d{{1,2}} {_MONTH},? (?P<y2>\d{{4}})"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?P<y3>\d{4})|(?P<y4>\d{4})-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2})"
)
_BORN = re.compile(
    r"(?P<lead>\b(?:born|birth[ -]?date|date of birth|birthday|D\.?O\.?B\.?)\b(?: (?:is|was|of|on))*[:,]?)"
    rf"\s*{_DATE}",
    re.IGNORECASE,
)
_SOCIAL = re.compile(r"(?<![\d-])(\d{3})([- ])(\d{2})\2(\d{4})(?![\d-])")
_ACCOUNT = re.compile(
    r"(?P<lead>\b(?:account|acct|card|routing|taxpayer|tax[ -]id(?:entification)?|EIN|SSN"
    r"|social[ -]security)\b\.?(?: (?:number|no\.?|num\.?|is|was|ending in))*[ #:]*)"
    r"(?P<digits>\d[\d -]{3,22}\d)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_STREET = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Way|Terrace"
    r"|Ter|Circle|Cir|Highway|Hwy|Parkway|Pkwy|Trail|Trl|Square|Sq|Loop|Alley|Row|Run)"
)
_ADDRESS = re.compile(
    r"\b\d{1,6}[A-Z]?(?: (?:[NSEW]|[NS][EW]|North|South|East|West)\.?)?"
    r"(?: (?!Superior|Supreme|District|Circuit|Municipal|Juvenile|Family|Trial|State|Federal|County)"
    r"(?:[A-Z][\w'’-]*|\d+(?:st|nd|rd|th))){1,4}? "
    rf"{_STREET}\b\.?(?:,? (?:Apt|Apartment|Unit|Suite|Ste|No)\.? ?#?[\w-]+|,? #[\w-]+)?"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_AFTER_MONTH = re.compile(r"\s+\d")


@frozen
class Name:
    """One protected person: the forms of the name, and what stands for them."""

    initials: str
    forms: tuple[tuple[str, str], ...]


@frozen
class Redaction:
    """What is replaced in a record and in everything made from it.

    ``ids`` are the record's own ids that hold a name, ``authorities`` those of the law library.
    ``supposed`` says that nobody was marked, so that the plaintiffs were taken as victims.
    """

    names: tuple[Name, ...]
    ids: Mapping[str, str] = field(default_factory=dict)
    authorities: Mapping[str, str] = field(default_factory=dict)
    supposed: bool = False
    count: Counter[str] = field(default_factory=Counter)

    def words(self, text: str) -> str:
        """A text with everything protected replaced."""
        text = _EMAIL.sub(lambda m: self._note("e-mail address", "[e-mail address]"), text)
        text = _BORN.sub(self._born, text)
        text = _SOCIAL.sub(lambda m: self._note("social-security number", f"xxx-xx-{m[4]}"), text)
        text = _ACCOUNT.sub(self._account, text)
        text = _CARD.sub(self._card, text)
        text = _ADDRESS.sub(lambda m: self._note("street address", "[address]"), text)
        for name in self.names:
            for form, instead in name.forms:
                replace = partial(self._name, form=form, instead=instead, initials=name.initials)
                text = _pattern(form).sub(replace, text)
        return text

    def _note(self, what: str, instead: str) -> str:
        self.count[what] += 1
        return instead

    def _born(self, match: re.Match[str]) -> str:
        year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
        lead = re.sub(r" on$", " in", match["lead"], flags=re.IGNORECASE)
        return self._note("birth date", f"{lead} {year or '[birth date]'}")

    def _account(self, match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match["digits"])
        if len(digits) < 5:
            return match.group()
        return self._note("account number", f"{match['lead']}xxxx{digits[-4:]}")

    def _card(self, match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match.group())
        if not _luhn(digits):
            return match.group()
        return self._note("account number", f"xxxx{digits[-4:]}")

    def _name(self, match: re.Match[str], *, form: str, instead: str, initials: str) -> str:
        found = match.group()
        if form in _MONTHS and _AFTER_MONTH.match(match.string, match.end()):
            return found  # a month, and not the person
        if found.islower() and not _joined(match):
            return found  # an ordinary word
        self.count[f"name ({initials})"] += 1
        possessive = instead.endswith(".") and match.string[match.end() : match.end() + 1] == "."
        made = instead[:-1] if possessive else instead
        return made.lower() if found.islower() else made

    def text(self, made: str) -> str:
        """A finished text, in which ids of the law library may stand too."""
        for key, instead in self.authorities.items():
            made = re.sub(rf"(?<![\w-]){re.escape(key)}(?![\w-])", instead, made)
        return self.words(made)

    def value(self, given: T) -> T:
        """A frozen value with every text in it redacted, and the record's own ids renamed."""
        made: T = _mapped(given, self._string)
        return made

    def _string(self, text: str) -> str:
        if text in self.ids:
            return self.ids[text]
        if "/" in text and any(part in self.ids for part in text.split("/")):
            return "/".join(self.ids.get(part, part) for part in text.split("/"))
        return self.words(text)

    def report(self) -> list[str]:
        """What was replaced, for whoever asked; it names nobody."""
        lines = []
        if self.supposed:
            lines.append(
                "Nobody is marked as a victim or a minor (protect), so the plaintiffs were taken as victims."
            )
        for what, number in sorted(self.count.items()):
            lines.append(f"Redacted: {what}, {number} {'place' if number == 1 else 'places'}.")
        if not self.count:
            lines.append("Nothing was found to redact.")
        return lines


_MONTHS = frozenset({"April", "May", "June", "August"})


def redaction(record: Record, library: Library) -> Redaction:
    """What a record protects: whoever is marked ``protect``, else its plaintiffs who are persons."""
    marked = [p for p in record.people.values() if p.protect]
    people = marked or [p for p in record.people.values() if p.is_ == "plaintiff"]
    taken: Counter[str] = Counter()
    names: list[Name] = []
    for person in people:
        initials = _initials(person.name)
        taken[initials] += 1
        if taken[initials] > 1:
            initials = f"{initials}{taken[initials]}"
        names.append(Name(initials, _forms(person.name, initials)))
    made = Redaction(tuple(names), supposed=not marked)
    ids = {key: _id(key, names) for key in _own_ids(record)}
    authorities = {
        key: _id(key, names)
        for key, a in library.authorities.items()
        if any(_pattern(form).search(a.authority) for n in names for form, _ in n.forms)
    }
    return dataclasses.replace(
        made,
        ids={key: new for key, new in ids.items() if key != new},
        authorities={key: new for key, new in authorities.items() if key != new},
    )


def _own_ids(record: Record) -> set[str]:
    found = {*record.people, *record.evidence, *record.incidents}
    for incident in record.incidents.values():
        found |= set(incident.acts)
        findings = [*incident.circumstances, *incident.findings]
        for act in incident.acts.values():
            findings += act.facts
            found |= {a.id for a in (act.by, *act.ordered_by, *act.heard_by) if a.id}
        found |= {f.id for f in findings if f.id}
    return found


def _id(key: str, names: Iterable[Name]) -> str:
    for name in names:
        for form, instead in name.forms:
            bare = re.sub(r"[^a-z0-9]", "", instead.lower())
            key = re.sub(
                rf"(?<![a-z]){re.escape(_plain(form).lower().replace(' ', '-'))}(?![a-z])",
                bare,
                key,
            )
    return key


def _initials(name: str) -> str:
    letters = [w[0].upper() for w in re.split(r"[\s-]+", name) if w[:1].isalpha()]
    return "".join(f"{letter}." for letter in letters)


_COMMON = frozenset(
    {"of", "the", "de", "la", "del", "van", "von", "jr", "sr", "ii", "iii", "estate", "and"}
)


def _forms(name: str, initials: str) -> tuple[tuple[str, str], ...]:
    """The whole name, then its parts, the longest first."""
    words = [w for w in re.split(r"\s+", name) if w]
    parts = {w for word in words for w in (word, *word.split("-"))}
    named = [w.strip(".,") for w in parts if len(w.strip(".,")) > 1]
    named = [w for w in named if w.lower() not in _COMMON]
    last = words[-1]
    found = {name: initials}
    for word in named:
        found.setdefault(
            word, initials if word == last or word in last.split("-") else f"{word[0]}."
        )
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _pattern(form: str) -> re.Pattern[str]:
    """A name whatever its case and accents, and across a line break."""
    made = r"[\s_-]+".join("".join(map(_letter, word)) for word in form.split())
    return re.compile(rf"(?<![^\W\d_]){made}(?![^\W\d_])", re.IGNORECASE)


def _letter(letter: str) -> str:
    plain = re.escape(_plain(letter))
    return plain if plain == re.escape(letter) else f"(?:{re.escape(letter)}|{plain})"


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _joined(match: re.Match[str]) -> bool:
    """Whether a word in lower case is part of a file name or an id."""
    text, start, end = match.string, match.start(), match.end()
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    beyond = text[end + 1] if end + 1 < len(text) else " "
    return before in "-_./" or before.isdigit() or after in "-_/" or after.isdigit() or (
        after == "." and beyond.isalnum()
    )  # fmt: skip


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _mapped(given: Any, string: Any) -> Any:
    """A value with a function applied to every string in it."""
    if isinstance(given, str):
        return string(given)
    if given is None or isinstance(given, (bool, int, float, bytes, Day)):
        return given
    if isinstance(given, Mapping):
        return {_mapped(k, string): _mapped(v, string) for k, v in given.items()}
    if isinstance(given, tuple):
        return tuple(_mapped(item, string) for item in given)
    if isinstance(given, (list, frozenset, set)):
        return type(given)(_mapped(item, string) for item in given)
    if dataclasses.is_dataclass(given) and not isinstance(given, type):
        changes = {
            f.name: _mapped(getattr(given, f.name), string)
            for f in dataclasses.fields(given) if f.init
        }  # fmt: skip
        return dataclasses.replace(given, **changes)
    return given
