"""What a law library must satisfy: faults that stop it, and remarks for whoever keeps it.

The reasoning relies on the faults' absence: every word is defined; parents make no cycle; a scale
serves one side; a reason is not empty and favours its own side; no rule accepts for the plaintiff
because of an officer-side factor, so that results grow with the plaintiff's facts.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from prong.dates import Day
from prong.faults import CycleFault, DateFault, Fault, LawFault, Place, WordFault, nearest
from prong.law.authorities import Holding, StatedFactor
from prong.law.conditions import ConditionModel, polar
from prong.law.doctrines import Doctrine, Rule
from prong.law.factors import other, qualified
from prong.law.library import Library
from prong.law.statements import home_of, statements

Path = tuple[str | int, ...]


def faults(library: Library) -> Iterator[Fault]:
    """Everything that makes a library unusable, each with its file and line."""
    yield from _courts(library)
    structural = [*_parents(library), *_factor_words(library)]
    yield from structural
    yield from _doctrines(library)
    if not structural:  # what follows asks the hierarchy of factors
        yield from _authorities(library)
    yield from _forums(library)
    yield from _procedure(library)
    yield from _statements(library)


def remarks(library: Library) -> Iterator[Fault]:
    """What a keeper of the library should mend: nothing here stops an answer."""
    for key, authority in library.authorities.items():
        for number, holding in enumerate(authority.holdings):
            place = library.place("authorities", key, ("holdings", number))
            coded = authority.coding(holding)
            if coded.constrains and not holding.pin:
                yield LawFault("A holding that constrains has no pin cite.", place=place)
            if coded.constrains and not holding.anchor:
                yield LawFault("A holding that constrains has no anchor in the text.", place=place)
            if not coded.verified:
                yield LawFault(
                    "This holding rests on recollection and does not constrain.", place=place
                )
        if not authority.coded.verified:
            yield LawFault(
                "The identity of this authority rests on recollection.",
                place=library.place("authorities", key, ("coded",)),
            )
    for stated in statements(library):
        if stated.words.coded.constrains and stated.words.pin and not stated.words.anchor:
            yield LawFault(
                "A statement coded from a text has a pin but no anchor there.",
                place=library.place(stated.room, stated.file, stated.path),
                found=stated.name,
            )


def _unknown(
    what: str, word: str, known: Iterable[str], library: Library, room: str, key: str, path: Path
) -> WordFault:
    known = list(known)
    return WordFault(
        f"The library has no {what} of this name.",
        place=library.place(room, key, path),
        found=word,
        expected=f"a known {what}",
        nearest=nearest(word, known),
    )


def room_of(library: Library, room: str, word: str, path: Path) -> str:
    """The id of the file of a room in which a path stands."""
    return library.homes.get((room, path), word)


def _courts(library: Library) -> Iterator[Fault]:
    courts = library.courts.courts
    for key, court in courts.items():
        home = room_of(library, "courts", "courts", ("courts", key))
        path: Path = ("courts", key)
        if court.kind not in library.courts.kinds:
            yield _unknown(
                "kind of court", court.kind, library.courts.kinds, library, "courts", home, path
            )
        for over in court.under:
            if over.court not in courts:
                yield _unknown("court", over.court, courts, library, "courts", home, path)
        seen, edge = {key}, [o.court for o in court.under]
        while edge:
            here = edge.pop()
            if here == key:
                yield CycleFault(
                    "A court stands above itself.",
                    place=library.place("courts", home, path),
                    found=key,
                )
                break
            if here not in seen and here in courts:
                seen.add(here)
                edge.extend(o.court for o in courts[here].under)


def _parents(library: Library) -> Iterator[Fault]:
    for section in ("factors", "scopes"):
        words = getattr(library.factors, section)
        parents = {word: spec.parents for word, spec in words.items()}
        for word, spec in words.items():
            path: Path = (section, word)
            home = room_of(library, "factors", word, path)
            for parent in spec.parents:
                if parent not in words:
                    what = "factor" if section == "factors" else "scope term"
                    yield _unknown(
                        what, parent, words, library, "factors", home, (*path, "parents")
                    )
            cycle = _cycle(word, parents)
            if cycle:
                yield CycleFault(
                    "A word is its own ancestor.",
                    place=library.place("factors", home, path),
                    found=" > ".join(cycle),
                )


def _cycle(start: str, parents: dict[str, tuple[str, ...]]) -> list[str] | None:
    """A way from a word back to itself through parents, or None."""
    stack: list[tuple[str, list[str]]] = [(p, [start, p]) for p in parents.get(start, ())]
    seen: set[str] = set()
    while stack:
        here, way = stack.pop()
        if here == start:
            return way
        if here not in seen:
            seen.add(here)
            stack.extend((p, [*way, p]) for p in parents.get(here, ()))
    return None


def _factor_words(library: Library) -> Iterator[Fault]:
    factors = library.factors
    sides: dict[str, tuple[str, str]] = {}
    for word, factor in factors.factors.items():
        path: Path = ("factors", word)
        home = room_of(library, "factors", word, path)
        place = library.place("factors", home, path)
        for issue in factor.issues:
            doctrine, name = qualified(issue, factor.doctrine)
            spec = library.doctrines.get(doctrine)
            if spec is None or name not in spec.issues:
                yield _unknown(
                    "issue", issue, spec.issues if spec else library.doctrines,
                    library, "factors", home, path,
                )  # fmt: skip
        for parent in factor.parents:
            if parent in factors.factors and factors[parent].side != factor.side:
                yield LawFault(
                    "A factor and its parent favour different sides.", place=place, found=parent
                )
        for opposite in factor.contradicts:
            if opposite not in factors.factors:
                yield _unknown("factor", opposite, factors.factors, library, "factors", home, path)
        if factor.scale is not None:
            if factor.scale not in factors.scales:
                yield _unknown(
                    "scale", factor.scale, factors.scales, library, "factors", home, path
                )
            side, first = sides.setdefault(factor.scale, (factor.side, word))
            if side != factor.side:
                yield LawFault(
                    "One scale serves factors of both sides; a reason stated on it would collapse.",
                    place=place,
                    found=f"{factor.scale}, also of {first}",
                    expected="a scale for each side",
                )
        if factor.derived is not None:
            yield from _condition_words(library, factor.derived, "factors", home, path)
            for atom, sign in polar(factor.derived):
                name_ = atom.factor or atom.under
                if (
                    name_ in factors.factors
                    and sign * (1 if factors[name_].side == factor.side else -1) < 0
                ):
                    yield LawFault(
                        "A derived factor grows with what favours the other side.",
                        place=place,
                        found=name_,
                    )
    for word, scale in factors.scales.items():
        if list(scale.steps) != list(range(1, len(scale.steps) + 1)):
            home = room_of(library, "factors", word, ("scales", word))
            yield LawFault(
                "The steps of a scale must be numbered 1, 2, 3 and so on.",
                place=library.place("factors", home, ("scales", word)),
            )


def _condition_words(
    library: Library, condition: ConditionModel, room: str, key: str, path: Path
) -> Iterator[Fault]:
    for atom, _ in polar(condition):
        word = atom.factor or atom.under
        if word is not None and word not in library.factors.factors:
            yield _unknown("factor", word, library.factors.factors, library, room, key, path)
        if atom.scope is not None and atom.scope not in library.factors.scopes:
            yield _unknown(
                "scope term", atom.scope, library.factors.scopes, library, room, key, path
            )


def _doctrines(library: Library) -> Iterator[Fault]:
    for word, doctrine in library.doctrines.items():
        home = home_of(library, "doctrines", "doctrine", word)
        if sum(issue.conduct for issue in doctrine.issues.values()) > 1:
            yield LawFault(
                "Only one issue can be the one that asks what the officer did.",
                place=library.place("doctrines", home, ("issues",)),
            )
        for number, rule in enumerate(doctrine.rules):
            path: Path = ("rules", number)
            if rule.issue not in doctrine.issues:
                yield _unknown(
                    "issue",
                    rule.issue,
                    doctrine.issues,
                    library,
                    "doctrines",
                    home,
                    (*path, "issue"),
                )
            words = list(_condition_words(library, rule.condition, "doctrines", home, path))
            yield from words
            if not words:
                yield from _monotone(library, rule, home, path)
        for number, entry in enumerate(doctrine.adoption):
            if entry.court not in library.courts.courts:
                yield _unknown(
                    "court", entry.court, library.courts.courts,
                    library, "doctrines/adoption", home, ("adoption", number, "court"),
                )  # fmt: skip


def _monotone(library: Library, rule: Rule, home: str, path: Path) -> Iterator[Fault]:
    """No rule may accept because of an officer's factor, nor reject because of a plaintiff's."""
    helps = "plaintiff" if rule.accept else "officer"
    for atom, sign in polar(rule.condition):
        word = atom.factor or atom.under
        if word is None:
            continue
        side = library.factors[word].side
        favours = side if sign >= 0 else other(side)
        if favours != helps:
            yield LawFault(
                f"A rule may not {'accept' if rule.accept else 'reject'} because of a factor of the "
                f"{side}'s side.",
                place=library.place("doctrines", home, path),
                found=word,
                expected=f"factors of the {helps}'s side, or others under not",
            )


def _authorities(library: Library) -> Iterator[Fault]:
    today = Day.of(datetime.date.today())
    citations: dict[str, str] = {}
    path: Path
    for key, authority in library.authorities.items():
        if authority.decided.first > today.last:
            yield DateFault(
                "An authority cannot have been decided in the future.",
                place=library.place("authorities", key, ("decided",)),
                found=str(authority.decided),
                expected=f"a day not after {today}",
            )
        if authority.court not in library.courts.courts:
            yield _unknown(
                "court", authority.court, library.courts.courts,
                library, "authorities", key, ("court",),
            )  # fmt: skip
        first = citations.setdefault(authority.citation, key)
        if first != key:
            yield LawFault(
                "Two authorities have one citation.",
                place=library.place("authorities", key, ("citation",)),
                found=f"{authority.citation}, also of {first}",
            )
        ids = [holding.id for holding in authority.holdings]
        for number, holding in enumerate(authority.holdings):
            path = ("holdings", number)
            if ids.index(holding.id) != number:
                yield LawFault(
                    "Two holdings of one authority have one id.",
                    place=library.place("authorities", key, (*path, "id")),
                    found=holding.id,
                )
            yield from _holding(library, key, holding, path)
        for number, ruling in enumerate(authority.prong_two):
            if ruling.conduct not in ids:
                yield _unknown(
                    "holding under this authority", ruling.conduct, ids,
                    library, "authorities", key, ("prong-two", number, "conduct"),
                )  # fmt: skip
        for path, word in [
            *((("prong-two", n, "on"), w) for n, r in enumerate(authority.prong_two) for w in r.on),
            *((("treats", n, "authority"), t.authority) for n, t in enumerate(authority.treats)),
        ]:
            if word not in library.authorities:
                yield _unknown(
                    "authority", word, library.authorities, library, "authorities", key, path
                )
        for number, event in enumerate(authority.history):
            for point in event.point:
                if point not in ids:
                    yield _unknown(
                        "holding under this authority", point, ids,
                        library, "authorities", key, ("history", number, "point"),
                    )  # fmt: skip


def _holding(library: Library, key: str, holding: Holding, path: Path) -> Iterator[Fault]:
    place = library.place("authorities", key, path)
    doctrine: Doctrine | None = library.doctrines.get(holding.doctrine)
    if doctrine is None:
        yield _unknown(
            "doctrine", holding.doctrine, library.doctrines,
            library, "authorities", key, (*path, "doctrine"),
        )  # fmt: skip
    elif holding.on != "claim" and holding.on not in doctrine.issues:
        yield _unknown(
            "issue", holding.on, [*doctrine.issues, "claim"],
            library, "authorities", key, (*path, "on"),
        )  # fmt: skip
    if not 0 <= holding.stated_at <= library.factors.height:
        yield LawFault(
            "A reason is stated at a level that the factors do not have.",
            place=place,
            found=str(holding.stated_at),
            expected=f"0 to {library.factors.height}",
        )
    if not holding.reason:
        yield LawFault("A holding without a reason would decide every case.", place=place)
    for term in holding.scope:
        if term not in library.factors.scopes:
            yield _unknown(
                "scope term", term, library.factors.scopes,
                library, "authorities", key, (*path, "scope"),
            )  # fmt: skip
    parts: tuple[tuple[str, tuple[StatedFactor, ...]], ...] = (
        ("reason", holding.reason),
        ("despite", holding.despite),
        ("facts", holding.facts),
    )
    for name, stated in parts:
        for number, part in enumerate(stated):
            where: Path = (*path, name, number)
            factor = library.factors.factors.get(part.factor)
            if factor is None:
                yield _unknown(
                    "factor",
                    part.factor,
                    library.factors.factors,
                    library,
                    "authorities",
                    key,
                    where,
                )
                continue
            at = library.place("authorities", key, where)
            wanted = {"reason": holding.for_, "despite": other(holding.for_)}.get(name)
            if wanted and factor.side != wanted:
                yield LawFault(
                    f"A factor in {name} favours the wrong side.",
                    place=at,
                    found=f"{part.factor}, for the {factor.side}",
                    expected=f"a factor for the {wanted}",
                )
            if name == "reason" and not factor.particular:
                yield LawFault(
                    "A reason cannot turn on a conclusion or on what came after the act.",
                    place=at,
                    found=part.factor,
                )
            if (
                name == "reason"
                and holding.stated_at == 0
                and not library.factors.leaf(part.factor)
            ):
                yield LawFault(
                    "A reason is stated in particular factors.",
                    place=at,
                    found=part.factor,
                    expected="a factor that nothing states more particularly, or stated-at: 1 or more",
                )
            yield from magnitude_fault(library, part.factor, part.magnitude, at)


def magnitude_fault(library: Library, word: str, magnitude: int, place: Place) -> Iterator[Fault]:
    """A magnitude off its factor's scale."""
    factor = library.factors[word]
    scale = library.factors.scales.get(factor.scale or "")
    most = len(scale.steps) if scale else 1
    if not 1 <= magnitude <= most:
        yield LawFault(
            "The magnitude is not on the factor's scale.",
            place=place,
            found=str(magnitude),
            expected=f"1 to {most}" if scale else "no magnitude: the factor has no scale",
        )


def _statements(library: Library) -> Iterator[Fault]:
    for stated in statements(library):
        word = stated.words.authority
        if word and word not in library.authorities:
            yield _unknown(
                "authority", word, library.authorities,
                library, stated.room, stated.file, (*stated.path, "authority"),
            )  # fmt: skip


def _procedure(library: Library) -> Iterator[Fault]:
    home = home_of(library, "procedure", "procedure", library.procedure.procedure)
    for word, step in library.procedure.steps.items():
        if step.where and step.where not in library.factors.factors:
            yield _unknown(
                "factor", step.where, library.factors.factors,
                library, "procedure", home, ("steps", word, "where"),
            )  # fmt: skip


def _forums(library: Library) -> Iterator[Fault]:
    for word, forum in library.forums.items():
        if word not in library.courts.courts:
            yield _unknown(
                "court", word, library.courts.courts, library, "forums", word, ("forum",)
            )
        for key in forum.steps:
            if key not in library.procedure.steps:
                yield _unknown(
                    "step of procedure", key, library.procedure.steps,
                    library, "forums", word, ("steps", key),
                )  # fmt: skip
