"""What there is to name: the words of the library, and what a file itself defines, each with what
it means. Forms and the text are completed from here alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from prong.law.authorities import Authority, Holding
from prong.law.factors import Factor
from prong.law.library import Library
from prong.values import frozen
from prong.web.shape import Path, fields, part, whole

#: The most words that are offered at once.
OFFERED = 12
_WHERE = {
    "reason": "in its reason",
    "despite": "met and found insufficient",
    "facts": "among its facts",
}


@frozen
class Word:
    """A word that may be written, what it means, and what else helps to choose it."""

    word: str
    says: str
    more: str = ""


def words(
    library: Library, what: str | None, value: Any, root: type[Any], at: Path = ()
) -> list[Word]:
    """Everything of a kind that may be named at a place of a file whose plain values are ``value``."""
    value = value if isinstance(value, dict) else {}
    match what:
        case "people":
            return [Word(k, _text(p, "name"), _text(p, "is")) for k, p in _table(value, "people")]
        case "evidence":
            return [
                Word(
                    k,
                    ": ".join(filter(None, (_text(e, "cite"), _text(e, "says")))),
                    _text(e, "kind").replace("-", " "),
                )
                for k, e in _table(value, "evidence")
            ]
        case "incidents":
            return [Word(k, _text(i, "date")) for k, i in _table(value, "incidents")]
        case "findings":
            return list(_findings(library, value, at))
        case "holdings":
            listed = value.get("holdings")
            return [
                Word(_text(h, "id"), _text(h, "says"))
                for h in (listed if isinstance(listed, list) else []) if _text(h, "id")
            ]  # fmt: skip
        case "factors":
            return list(_factors(library, root, _doctrines(value, root, at)))
        case "scopes":
            return [Word(k, s.says) for k, s in library.factors.scopes.items()]
        case "doctrines":
            return [Word(k, d.name, d.right) for k, d in library.doctrines.items()]
        case "issues":
            doctrine = library.doctrines.get(_doctrine(value, root, at) or "")
            issues = doctrine.issues if doctrine else {}
            claim = [Word("claim", "the whole claim")] if root is Authority else []
            return [*claim, *(Word(k, i.name, i.asks) for k, i in issues.items())]
        case "authorities":
            return [
                Word(k, a.authority, f"{a.citation}, {a.decided}")
                for k, a in library.authorities.items()
            ]
        case "courts":
            return [Word(k, c.name) for k, c in library.courts.courts.items()]
        case "forums":
            courts = library.courts.courts
            over = {k: {o.court for o in c.under} for k, c in courts.items()}
            return [
                Word(k, c.name) for k, c in courts.items()
                if k in library.forums or over[k] & library.forums.keys()
            ]  # fmt: skip
        case "record-cites":
            return [Word(k, style.form) for k, style in library.procedure.record_cites.items()]
    return []


def _table(value: Any, name: str) -> list[tuple[str, Any]]:
    found = value.get(name)
    return list(found.items()) if isinstance(found, dict) else []


def _text(one: Any, name: str) -> str:
    found = one.get(name) if isinstance(one, dict) else None
    return found if isinstance(found, str) else ""


def _doctrine(value: Any, root: type[Any], at: Path) -> str | None:
    """The doctrine of the part that a place lies in, of the nearest that has one."""
    from prong.faults import WordFault

    for n in range(len(at), -1, -1):
        try:
            found = _text(part(value, root, at[:n]), "doctrine")
        except WordFault:
            continue
        if found:
            return found
    return None


def _doctrines(value: Any, root: type[Any], at: Path) -> set[str]:
    """The doctrines a place is about: that of the part it lies in, else those of the claims."""
    claims = value.get("claims")
    near = _doctrine(value, root, at)
    return {near} if near else {_text(c, "doctrine") for c in claims or () if isinstance(c, dict)}


def _findings(library: Library, value: Any, at: Path) -> Iterator[Word]:
    """What a finding of an incident may be drawn from: its acts, and its findings by id or factor."""
    incident = dict(_table(value, "incidents")).get(str(at[1]) if len(at) > 1 else "")
    for key, act in _table(incident or {}, "acts"):
        yield Word(key, _text(act, "what"), "an act")
    known = library.factors.factors
    for name, one in _stated(incident):
        word = _text(one, "id") or name
        yield Word(word, known[name].says if name in known else name, "a finding")


def _stated(incident: Any) -> Iterator[tuple[str, Any]]:
    """The findings of an incident with their factors, those of its acts too."""
    homes = [incident, *(act for _, act in _table(incident or {}, "acts"))]
    for home in homes:
        for name in ("circumstances", "findings", "facts"):
            listed = home.get(name) if isinstance(home, dict) else None
            for one in listed if isinstance(listed, list) else []:
                factor = one if isinstance(one, str) else _text(one, "factor")
                if factor:
                    yield factor, one


def _factors(library: Library, root: type[Any], near: set[str]) -> Iterator[Word]:
    """The factors a file may state; those of the doctrines that it is about come first."""
    factors = library.factors
    found = [
        (k, f) for k, f in factors.factors.items()
        if root is Authority or (factors.leaf(k) and f.derived is None)
    ]  # fmt: skip
    for key, factor in sorted(found, key=lambda kf: kf[1].doctrine not in near):
        yield Word(key, factor.says, told(library, factor))


def told(library: Library, factor: Factor) -> str:
    """The side a factor favours, its doctrine and its scale, on one line."""
    doctrine = library.doctrines.get(factor.doctrine)
    name = doctrine.name if doctrine else factor.doctrine
    return "; ".join(filter(None, (f"for the {factor.side}", name, scale(library, factor))))


def scale(library: Library, factor: Factor) -> str:
    steps = steps_of(library, factor)
    return f"scale: {', '.join(f'{n} {step}' for n, step in steps.items())}" if steps else ""


def steps_of(library: Library, factor: Factor | None) -> Mapping[int, str]:
    found = library.factors.scales.get((factor.scale if factor else None) or "")
    return found.steps if found else {}


def stating(library: Library, factor: str) -> Iterator[tuple[str, Authority, Holding, str]]:
    """Where a factor stands in a holding: in its reason, what it met, or its other facts."""
    for key, authority in library.authorities.items():
        for holding in authority.holdings:
            for where in ("reason", "despite", "facts"):
                if any(s.factor == factor for s in getattr(holding, where)):
                    yield key, authority, holding, where


@frozen
class Example:
    """A holding that states a factor."""

    link: str
    name: str
    says: str
    where: str


@frozen
class Defined:
    """What a factor means, for whoever chooses it."""

    word: str
    says: str
    asks: str
    told: str
    examples: tuple[Example, ...]
    more: int


def defined(library: Library, word: str, most: int = 3) -> Defined | None:
    factor = library.factors.factors.get(word)
    if factor is None:
        return None
    order = ("reason", "despite", "facts")
    by_holding: dict[tuple[str, str], tuple[str, Authority, Holding, str]] = {}
    for one in sorted(stating(library, word), key=lambda one: order.index(one[3])):
        by_holding.setdefault((one[0], one[2].id), one)
    found = list(by_holding.values())
    examples = tuple(
        Example(f"/library/authorities/{key}#{h.id}", a.short or a.authority, h.says, _WHERE[where])
        for key, a, h, where in found[:most]
    )
    return Defined(
        word, factor.says, factor.asks or "", told(library, factor), examples,
        max(0, len(found) - most),
    )  # fmt: skip


def matching(some: Iterable[Word], typed: str, most: int = OFFERED) -> list[Word]:
    """Those that what is typed may mean: by how they begin, then by what they hold, then by what
    they mean."""
    wanted = typed.lower().strip()
    parts = wanted.replace("-", " ").split()
    ranked: list[tuple[int, int, Word]] = []
    for n, one in enumerate(some):
        word, says = one.word.lower(), f"{one.says} {one.more}".lower()
        plain = word.replace("-", " ")
        if word.startswith(wanted):
            rank = 0
        elif all(p in plain for p in parts):
            rank = 1
        elif all(p in plain or p in says for p in parts):
            rank = 2
        else:
            continue
        ranked.append((rank, n, one))
    return [one for _, _, one in sorted(ranked, key=lambda r: r[:2])[:most]]


def titled(cls: type[Any], value: Any, words_of: Callable[[str], list[Word]]) -> str:
    """A part in one line: what it names, in words, and what it must have."""
    found = []
    for name, field in fields(cls).items():
        given = value.get(name) if isinstance(value, dict) else None
        if given is None or name == "note":
            continue
        if not (field.required or field.names in ("doctrines", "factors", "people")):
            continue
        if field.kind == "group":
            inner = whole(given, field)
            found.append(titled(field.of, inner, words_of) if field.of else "")
            continue
        if field.kind not in ("text", "day", "choice", "words"):
            continue
        known = {w.word: w.says for w in words_of(field.names)} if field.names else {}
        several = [str(g) for g in (given if isinstance(given, list) else [given])]
        found.append(", ".join(known.get(g) or g for g in several))
    return "; ".join(filter(None, found))[:240]
