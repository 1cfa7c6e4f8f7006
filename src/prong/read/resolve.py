"""What each citation refers to.

*Id.* is the authority cited last at its own level: not one inside a parenthetical, nor one that
only gives the history of another, and a bare section or a statute named in passing does not part
them. A short form is found by volume and reporter, a *supra* by name. What two authorities could
be, or none, is left unresolved with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from prong.cite.reporters import shortened
from prong.read.draft import Draft

#: The longest opinion that a page of an *Id.* is looked for in.
LONGEST = 200
#: The most citations of a string, or of one name or volume, that are looked at.
MOST = 8
#: Why an *Id.* whose page cannot be in the authority before it is left unresolved.
FAR = "its page cannot be in what was cited last"
OWN = "an opinion in this very case was cited last"
#: ``ante, at 5`` and ``post, p. 7``: another opinion in the same case, by its page.
_OWN = (
    re.compile(r"nte(?<=\b[Aa]nte),? (?:at|pp?\.) "),
    re.compile(r"ost(?<=\b[Pp]ost),? (?:at|pp?\.) "),
)
_AUTHORITIES = frozenset(("full", "database", "docket"))
_CODES = frozenset(("statute", "regulation", "rule", "constitution", "manual"))
_WORD = re.compile(r"[\w’'.&-]+")
_COMMON = frozenset(
    """
    of the and for in on a an v ex rel et al city county town state states united people board dept
    department co corp inc ltd cty bd dist sch comm'n ass'n
    """.split()
)

Ordered = list[Draft]


def reading_order(
    drafts: list[Draft], body: int, notes: Iterable[tuple[int, int, int | None]]
) -> Ordered:
    """Citations as a reader meets them: a footnote's where it is called."""
    spans = [(start, end, marker) for start, end, marker in notes]
    if not spans:
        return drafts
    keys: dict[int, tuple[int, int]] = {}
    k = 0
    for draft in drafts:
        if draft.start < body:
            keys[id(draft)] = (draft.start, -1)
            continue
        while k + 1 < len(spans) and draft.start > spans[k][1]:
            k += 1
        marker = spans[k][2]
        keys[id(draft)] = (marker if marker is not None else draft.start, draft.start)
    return sorted(drafts, key=lambda draft: keys[id(draft)])


def lend_names(drafts: list[Draft], text: str) -> None:
    """Gives a full citation without a name the whole case name that stood alone before it in its
    paragraph: ``In Roe v. Coe, for example, we held ... . 1 F.3d 2 (9th Cir. 1993).``"""
    waiting: Draft | None = None
    for draft in drafts:
        if waiting is not None and text.find("\n", waiting.end, draft.start) >= 0:
            waiting = None
        if draft.inside is not None:
            continue
        if draft.kind == "name" and draft.name and " v. " in draft.name:
            waiting = draft
        elif draft.kind == "full" and draft.name is None and draft.history_of is None:
            if waiting is not None and draft.sentence:
                draft.name = waiting.name
                waiting.refers = draft
            waiting = None
        elif draft.kind == "full":
            waiting = None


class Authorities:
    """The full citations so far, by volume and reporter and by name."""

    def __init__(self) -> None:
        self.by_volume: dict[tuple[str, str], list[Draft]] = {}
        self.by_word: dict[str, list[Draft]] = {}
        self.pages: dict[int, list[tuple[str, str, int]]] = {}

    def add(self, draft: Draft) -> None:
        places: list[tuple[str, str, int]] = []
        for cite in (draft.cite, *draft.parallel):
            if cite is None:
                continue
            volume, _, rest = cite.partition(" ")
            reporter, _, page = rest.rpartition(" ")
            if reporter:
                _latest(self.by_volume.setdefault((volume, reporter), []), draft)
                if page.isdecimal() and len(page) < 9:
                    places.append((volume, reporter, int(page)))
        self.pages[id(draft)] = places
        if draft.name:
            for word in set(_words(draft.name)):
                _latest(self.by_word.setdefault(word, []), draft)

    def cited(self, draft: Draft) -> Draft | None:
        """The latest full citation that is the same."""
        found = self.by_volume.get((draft.volume or "", draft.reporter or ""), [])[-8 * MOST :]
        return next(
            (one for one in reversed(found) if draft.cite in (one.cite, *one.parallel)), None
        )

    def short(self, draft: Draft) -> Draft | None:
        """The authority of a short form."""
        found = self.by_volume.get((draft.volume or "", draft.reporter or ""), [])[-8 * MOST :]
        if not found:
            draft.unresolved = "no earlier citation in that volume"
            return None
        named = [one for one in found if draft.name and _matches(draft.name, one.name)]
        if draft.name and " v. " in draft.name and not named:
            draft.unresolved = "no earlier citation of that name in that volume"
            return None
        several = _distinct(named or found)
        if len(several) > 1 or not named:
            pin = _page(draft)
            fitting = [one for one in several if pin is None or self._holds(one, draft, pin)]
            several = fitting or (several if named else [])
        if len(several) == 1:
            return several[0]
        if several and not named and draft.name is None:
            begun = [one for one in several if self._begins(one, draft) is not None]
            if begun:
                return max(begun, key=lambda one: self._begins(one, draft) or 0)
            several = []
        draft.unresolved = (
            "several earlier citations in that volume"
            if several
            else "no earlier citation holds that page"
        )
        return None

    def _begins(self, one: Draft, draft: Draft) -> int | None:
        for volume, reporter, page in self.pages[id(one)]:
            if volume == draft.volume and reporter == draft.reporter:
                return page
        return None

    def _holds(self, one: Draft, draft: Draft, pin: int) -> bool:
        begins = self._begins(one, draft)
        return begins is None or begins <= pin <= begins + LONGEST

    def holds(self, one: Draft, pin: int) -> bool:
        """Whether a page can be in an authority, in the reporter it is cited by first."""
        places = self.pages.get(id(one))
        return not places or any(page <= pin <= page + LONGEST for _, _, page in places)

    def named(self, draft: Draft) -> Draft | None:
        """The authority of a name."""
        assert draft.name is not None
        several = self.of_name(draft.name)
        if not several:
            draft.unresolved = "no earlier citation of that name"
            return None
        if len(several) > 1:
            pin = _page(draft)
            fitting = [one for one in several if pin is not None and self.holds(one, pin)]
            if len(fitting) == 1:
                return fitting[0]
            exact = [one for one in several if one.name and _exact(draft.name, one.name)]
            if len(exact) == 1:
                return exact[0]
            draft.unresolved = "several earlier citations of that name"
            return None
        return several[0]

    def of_name(self, name: str) -> list[Draft]:
        """The authorities whose name has all these words, each by its latest citation."""
        sought = _words(name)
        if not sought:
            return []
        lists = [self.by_word.get(word, []) for word in sought]
        shortest = min(lists, key=len)
        return _distinct([one for one in shortest[-8 * MOST :] if _matches(name, one.name)])


def resolve(ordered: Ordered) -> Authorities:
    """Links short forms, *supra* and whole case names to the full citations before them."""
    known = Authorities()
    for draft in ordered:
        kind = draft.kind
        if kind == "full" and draft.year is None and draft.pins and draft.history_of is None:
            earlier = known.cited(draft)
            if earlier is not None:  # ``240 F.3d 975 at 981``, written out again
                draft.kind, draft.refers = "short", earlier
                continue
        if kind in _AUTHORITIES:
            known.add(draft)
        elif kind == "short":
            draft.refers = known.short(draft)
        elif kind == "supra" or (kind == "name" and draft.refers is None):
            draft.refers = known.named(draft)
    return known


def follow(
    text: str,
    ordered: Ordered,
    known: Authorities,
    body: int,
    notes: Iterable[tuple[int, int, int | None]],
) -> None:
    """Links every *Id.* to what was cited last at its level. A footnote begins with what the text
    cited before its call."""
    spans = list(notes)
    starts = [span[0] for span in spans]
    own = sorted([match.start() for one in _OWN for match in one.finditer(text)])
    main = _Chain()
    streams: dict[int, _Chain] = {}
    nested: dict[tuple[int, int], _Chain] = {}
    for draft in ordered:
        if draft.inside is not None:
            chain = nested.setdefault((id(draft.inside), draft.paren), _Chain())
        elif draft.start < body or not spans:
            chain = main
        else:
            k = bisect_right(starts, draft.start) - 1
            if k not in streams:
                streams[k] = main.copy()
            chain = streams[k]
        if draft.kind == "id":
            draft.refers = chain.antecedent(draft, known)
            ends = [one.after for one in (chain.last, chain.named) if one is not None]
            since = max([draft.lead - 300, *ends])
            if own and bisect_right(own, draft.lead) > bisect_right(own, since):
                if draft.pins and draft.refers is not None:  # a page it can have
                    draft.doubt = "an opinion in this very case is cited between"
                else:
                    draft.refers, draft.unresolved = None, OWN
        chain.follow(draft)


class _Chain:
    """What was cited last at one level."""

    def __init__(self) -> None:
        self.last: Draft | None = None
        self.case: Draft | None = None
        self.code: Draft | None = None
        self.named: Draft | None = None

    def copy(self) -> _Chain:
        made = _Chain()
        made.last, made.case, made.code = self.last, self.case, self.code
        return made

    def follow(self, draft: Draft) -> None:
        kind = draft.kind
        if kind == "section":
            self.code = draft  # an id. with a section sign may mean it
        if kind == "name" and draft.refers is not None and draft.inside is None:
            # a name lent to a citation that is still to come refers forward
            self.named = draft if draft.refers.start < draft.start else None
        if kind in ("section", "name") or draft.history_of is not None:
            return
        self.named = None
        what = draft if kind != "id" else draft.refers
        if what is None:
            if draft.unresolved != FAR:  # that one names something else, which nothing shows
                self.last = self.case = draft
            return
        if what.kind in _CODES:
            if what.kind in ("statute", "regulation", "manual"):
                self.code = draft
            if not (draft.sentence or draft.signal or kind == "id"):
                return
        elif what.kind == "treatise" and what.section is not None:
            self.code = self.case = draft
        elif what.kind != "record":
            self.case = draft
        self.last = draft

    def antecedent(self, draft: Draft, known: Authorities) -> Draft | None:
        """What an *Id.* refers to."""
        last = self.last
        if draft.section is not None:
            last = self.code or last
        elif (
            last is not None
            and draft.pins
            and _of(last).kind in _CODES
            and draft.pins[0][:1] not in "§¶"
        ):
            last = self.case if self.case is not None else last
        if last is None:
            draft.unresolved = (
                "nothing cited before it in its parenthetical"
                if draft.inside
                else "nothing cited before it"
            )
            return None
        if self.named is not None and self.named.refers is not None:
            pin = _page(draft)
            # the sentence it supports names a case, and the page can be in it
            if pin is not None and known.holds(self.named.refers, pin):
                return self.named.refers
        string = last.string
        members = _members(last) if string is not last else [last]
        if len(members) > 1:
            chosen = _one_of(members, draft, known)
            if chosen is None:
                draft.doubt = "it follows a string citation, of which the last is taken"
            last = chosen or members[0]
        target = _of(last)
        pin = _page(draft)
        if (
            pin is not None
            and target.kind == "full"
            and draft.pins[0][0] != "*"
            and not known.holds(target, pin)
        ):
            draft.unresolved = FAR
            return None
        if target is last and last.kind in ("short", "supra", "id"):
            draft.unresolved = "what it refers to is itself unresolved"
            return None
        return target


def _of(draft: Draft) -> Draft:
    """The authority that a citation cites: itself, or what it refers to."""
    return draft.refers if draft.refers is not None else draft


def _members(last: Draft) -> list[Draft]:
    """The citations of the string that ends with this one, at its level."""
    members = [last]
    one = last
    while one.last is not one and len(members) < 3 * MOST:
        one = one.last
        if one.history_of is None:
            members.append(one)
    return members


def _one_of(members: list[Draft], draft: Draft, known: Authorities) -> Draft | None:
    targets = {id(_of(one)): one for one in members}
    if len(targets) == 1:
        return members[0]
    pin = _page(draft)
    if pin is None:
        return None
    fitting = [one for one in targets.values() if known.holds(_of(one), pin)]
    return fitting[0] if len(fitting) == 1 else None


def _page(draft: Draft) -> int | None:
    if not draft.pins:
        return None
    match = re.match(r"\*{0,2}(\d+)", draft.pins[0])
    return int(match.group(1)) if match else None


def _latest(known: list[Draft], draft: Draft) -> None:
    """Adds a citation to those known, in the place of the one before where both are one."""
    if known and known[-1].cite == draft.cite:
        known[-1] = draft
    else:
        known.append(draft)


def _distinct(found: list[Draft]) -> list[Draft]:
    """One draft for each authority, the latest: those with one citation are one."""
    latest: dict[str, Draft] = {}
    for one in found:
        key = one.cite or ""
        for cite in one.parallel:
            if cite in latest:
                key = cite
        latest.pop(key, None)
        latest[key] = one
    return list(latest.values())


@lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    found = []
    short = shortened()
    for match in _WORD.finditer(name.lower().replace("’", "'").replace("–", "-")):
        word = match.group().strip(".'-")
        word = word.removesuffix("'s")
        word = short.get(word, word)
        if word and word not in _COMMON:
            found.append(word)
    return tuple(found or [w.strip(".") for w in name.lower().split()])


def _matches(short: str, full: str | None) -> bool:
    """Whether a name can stand for a case: its words are words of the case's name, in order."""
    if not full:
        return False
    theirs = iter(_words(full))
    return all(any(mine == word for word in theirs) for mine in _words(short))


def _exact(short: str, full: str) -> bool:
    """Whether a name is the whole of one party's."""
    return any(_words(short) == _words(party) for party in re.split(r" vs?\. ", full))
