"""Cases named alone in a sentence: ``But we cannot rely on Roe``.

A name is an authority's only after that authority was cited; and where the document also names a
person so, only in words that are said of decisions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from prong.cite.reporters import states
from prong.read.draft import Draft, pins_at
from prong.read.words import LEADING

_WORD = re.compile(r"[A-Z][\w’'–-]+")
#: Parties of so many cases that their name stands for none.
_ANYONE = frozenset(
    """
    United States State People Commonwealth City County Town Village Department Board Doe Roe In Ex
    Matter Estate Secretary Commissioner Attorney The American National New North South West East
    General District School University Commission Bank Company Association Federal Court Police
    Sheriff Union International First
    """.split()
)
_DECISION_BEFORE = re.compile(
    r"(?:\b(?:rely on|relied on|relies on|relying on|reliance on|under|Under|following|follow|followed"
    r"|distinguish(?:es|ed|ing)?|tension with|(?:in)?consistent with|overrul(?:e|ed|es|ing)"
    r"|reaffirm(?:ed|s|ing)?"
    r"|cit(?:es|ed|ing)|[Ii]n|[Uu]nlike|[Ll]ike|since|after|before|[Bb]oth|extend(?:ed|ing|s)?"
    r"|appl(?:y|ied|ies|ying)|decided|holding (?:of|in)|read(?:ing)?|see|See|invok(?:e|es|ed|ing)"
    r"|(?:adhere[sd]?|exceptions?|according|pursuant|contrary|adherence|similar|comparable|subject) to"
    r"|(?:merits|reading|validity|principles?|violations?|holdings?|wake|logic|scope|light"
    r"|progeny|rule|teaching"
    r"|reach|meaning|import|requirements?|factors?|framework|test|prongs?|standard|overruling"
    r"|rationale) of) )$"
)
_DECISION_AFTER = re.compile(
    r"(?:[’']s (?:holding|rule|test|reasoning|analysis|framework|teaching|logic|requirement"
    r"|prongs?|standard|language"
    r"|discussion|categorical|two|first|second|progeny|rationale|reach|scope|dictum|dicta|facts)"
    r"|(?: itself)? (?:held|holds|may be [“\"]?in|is (?:distinguishable|inapposite|controlling"
    r"|not controlling|instructive"
    r"|dispositive|inapplicable|no help)|control(?:s|led)|governs?|recognize[sd]|established"
    r"|makes clear|made clear"
    r"|and its progeny|does not (?:control|apply|govern|help|hold|require|stand)"
    r"|did not (?:hold|address|involve|decide)"
    r"|involved|stands? for|teach(?:es)?|requires?|Court|court|panel|majority|plurality"
    r"|dissent|tests?|rule|standard"
    r"|doctrine|factors?|framework|analysis|inquiry|exception|claims?|actions?|remed(?:y|ies)"
    r"|violations?|obligations?"
    r"|material|dismissal|scale|balanc\w+|prongs?|step|presumption|abstention|decision|case"
    r"|line|opinion|rationale"
    r"|reasoned|explained|concluded|counsels?|forecloses?|dictates?|compels?)|-type)\b"
)
#: The words that may stand last before, or first after, in the patterns above and below.
_BEFORE_WORDS = frozenset(
    """
    on under Under following follow followed distinguish distinguishes distinguished distinguishing with
    overrule overruled overrules overruling reaffirm reaffirmed reaffirms reaffirming cites cited citing In in
    Unlike unlike Like like since after before Both both extend extended extending extends apply applied
    applies applying decided of read reading see See invoke invokes invoked invoking to
    """.split()
)
_HUMAN_WORDS = frozenset(
    """
    testified told was filed drove ran walked alleges alleged claims claimed contends contended argued sued
    stated believed brought appeals appealed lived died attempted arrived
    """.split()
)
_TITLES = """
    Mr Ms Mrs Dr Officer Officers Sergeant Sgt Detective Deputy Sheriff Chief Lieutenant Captain Judge
    Justice Warden Sen Rep Gov Rev Prof Agent Trooper Director President Attorney_General Secretary Senator
    Professor Plaintiff Defendant Appellant Appellee Petitioner Respondent
    """.split()
_TITLE = re.compile(rf"(?:{'|'.join(_TITLES).replace('_', ' ')})\.? $")
_TITLE_WORDS = frozenset(title.rpartition("_")[2] for title in _TITLES)
_HUMAN = re.compile(
    r" (?:testified|told|was (?:arrested|charged|convicted|shot|fired|hired|born"
    r"|sentenced)|filed|drove|ran|walked|alleges|alleged|claims"
    r"|claimed|contends|contended|argued|sued|stated that (?:he|she)|believed"
    r"|brought (?:this|suit|an?)|appeals|appealed|lived|died|attempted|arrived)\b"
)


def find(text: str, drafts: list[Draft], front: int, ordered: list[Draft]) -> list[Draft]:
    """All citations with those by bare name among them, in order."""
    names = _names(ordered, text)
    signs = lost_signs(text, drafts)
    if not names and not signs:
        return drafts
    lengths: dict[str, set[int]] = {}
    for name in names:
        first = _WORD.match(name)
        if first is not None:
            lengths.setdefault(first.group(), set()).add(len(name))
    longest = {word: sorted(several, reverse=True) for word, several in lengths.items()}
    for word in list(longest):
        for possessive in ("’s", "'s", "’") if word[-1] == "s" else ("’s", "'s"):
            longest.setdefault(word + possessive, longest[word])
    starts = [draft.start for draft in drafts]
    ends = [max(draft.end, draft.start) for draft in drafts]
    human: dict[str, int] = {}
    decided: dict[str, int] = {}
    own = set(re.findall(r"[a-z’'-]{3,}", text[:front].lower()))
    occurrences: list[tuple[int, int, str, Draft]] = []
    for start, several in _met(text, longest):
        if start < front or _inside(starts, ends, start):
            continue
        for length in several:
            end = start + length
            name = text[start:end]
            draft = names.get(name)
            if draft is not None and not text[end : end + 1].isalpha():
                before = text[max(0, start - 24) : start]
                if _person_before(before) or _is_human(text, end):
                    human[name] = human.get(name, 0) + 1
                elif _decides(text, before, end):
                    decided[name] = decided.get(name, 0) + 1
                occurrences.append((start, end, name, draft))
                break
    persons = {
        name: name.lower() in own or human.get(name, 0) > decided.get(name, 0) for name in names
    }
    found = [sign for sign in signs if not _inside(starts, ends, sign.start)]
    taken = -1
    for start, end, name, draft in occurrences:
        i = bisect_right(starts, start) - 1
        if (i + 1 < len(starts) and starts[i + 1] < end) or start < taken:
            continue
        before = text[max(0, start - 24) : start]
        if _part_of_name(text, before, end):
            continue
        if (
            persons[name]
            and not (_DECISION_BEFORE.search(before) and not _possessive_person(text, end))
            and not (_DECISION_AFTER.match(text, end))
        ):
            continue
        if persons[name] and _HUMAN.match(text, end):
            continue
        if draft.start > start:
            continue  # not yet cited
        made = Draft("name", start, end)
        made.name = name
        pinned = pins_at(text, end)
        if pinned is not None:
            made.kind = "short"
            made.pins, made.end = pinned
            made.after = made.end
        made.refers = draft
        made.inside, made.relation = _nesting(drafts, i, start)
        found.append(made)
        taken = made.end
    if not found:
        return drafts
    merged = drafts + found
    merged.sort(key=lambda draft: draft.start)
    return merged


def _met(text: str, words: dict[str, list[int]]) -> Iterator[tuple[int, list[int]]]:
    """Where the first words of names stand, in order. All words are taken at once and only those
    of names are found again, each from where the last one stood: a fraction of the time of
    looking at each."""
    at = 0
    for word in _WORD.findall(text):
        if word in words:
            at = text.find(word, at)
            while not _whole(text, at, at + len(word)):
                at = text.find(word, at + 1)
            yield at, words[word]
            at += len(word)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a span is all of a word that begins with its first capital."""
    if end < len(text) and _of_word(text[end]):
        return False
    while start and _of_word(text[start - 1]):
        start -= 1
        if "A" <= text[start] <= "Z":
            return False
    return True


def _of_word(char: str) -> bool:
    return char.isalnum() or char in "_’'–-"


def _inside(starts: list[int], ends: list[int], at: int) -> bool:
    i = bisect_right(starts, at) - 1
    return i >= 0 and at < ends[i]


def lost_signs(text: str, drafts: list[Draft]) -> list[Draft]:
    """Bare sections in a document whose section signs were lost: the number of a statute cited
    before, standing as only a section can (``under 1983``, ``a 1983 action``)."""
    if "§" in text:
        return []
    first: dict[str, Draft] = {}
    for draft in drafts:
        if draft.kind == "statute" and draft.section and draft.section.isdecimal():
            first.setdefault(draft.section, draft)
    if not first:
        return []
    numbers = "|".join(map(re.escape, first))
    found = []
    for match in re.finditer(
        rf"\b(?:under|a|an|of|his|her|their|the) (?P<n>{numbers})(?= [^\w]| [a-z]|[.,;])(?!\.\d)",
        text,
    ):
        if match.start() > first[match["n"]].start:
            made = Draft("section", *match.span("n"))
            made.section = match["n"]
            made.cite = f"§ {match['n']}"
            found.append(made)
    return found


def _is_human(text: str, end: int) -> bool:
    return text[end + 1 : end + 16].partition(" ")[0] in _HUMAN_WORDS and bool(
        _HUMAN.match(text, end)
    )


def _decides(text: str, before: str, end: int) -> bool:
    """Whether the words around a name are said of decisions."""
    word = before[:-1].rpartition(" ")[2] if before[-1:] == " " else ""
    if word in _BEFORE_WORDS and _DECISION_BEFORE.search(before):
        return True
    return bool(_DECISION_AFTER.match(text, end))


def _person_before(before: str) -> bool:
    """Whether a title or a first name stands before."""
    word = before.rstrip().rpartition(" ")[2].rpartition("\n")[2].lstrip('“"(‘—')
    if word.rstrip(".") in _TITLE_WORDS and _TITLE.search(before):
        return True
    if len(word) == 2 and word[1] == ".":
        return True
    return (
        len(word) > 2 and word[0].isupper() and word[1:].isalpha() and word[1:].islower()
        and word not in LEADING and before.endswith(" ")
    )  # fmt: skip


def _possessive_person(text: str, end: int) -> bool:
    return text[end : end + 2] in ("’s", "'s") and not _DECISION_AFTER.match(text, end)


def _part_of_name(text: str, before: str, end: int) -> bool:
    """Whether a name is part of a longer one that is not this case's."""
    if text[end : end + 4] in (" v. ", " vs."):
        return True
    if before.endswith((" v. ", "-", "–")) or (
        text[end : end + 1] in "-–" and text[end + 1 : end + 2].isalpha()
    ):
        return True
    following = re.match(r" (?:[A-Z][a-z]+(?=[ ,.]))", text[end : end + 20])
    return bool(
        following
        and following.group()[1:]
        in (
            "County",
            "City",
            "Police",
            "Department",
            "Street",
            "University",
            "Dep’t",
            "Inc",
            "Corp",
            "Co",
        )
    )


#: A parenthetical that says what a case will be called: ``(Roe II)``, ``(“Roe”)``.
_CALLED = re.compile(r"[“\"]?([A-Z][\w’'–-]{2,}(?: [A-Z][\w’'–-]+)?(?: [IVX]{1,4})?)[”\"]?")


def _names(ordered: list[Draft], text: str) -> dict[str, Draft]:
    """The short names that the document's authorities may go by. One that two could have is left
    out, unless a short form has given it to one."""
    found: dict[str, Draft] = {}
    lost: set[str] = set()
    used: dict[str, Draft] = {}
    first: dict[str | None, Draft] = {}
    for draft in ordered:
        if draft.kind in ("short", "supra") and draft.refers is not None and draft.name:
            used.setdefault(draft.name, first.get(draft.refers.cite, draft.refers))
        if draft.kind not in ("full", "database", "docket") or not draft.name:
            continue
        first.setdefault(draft.cite, draft)
        for kind, start, end in draft.parens:
            called = (
                _CALLED.fullmatch(text, start, end)
                if kind in ("explanatory", "quotation")
                else None
            )
            if called is not None:
                used[called.group(1)] = draft
        for name in _shorts(draft.name):
            known = found.get(name)
            if known is not None and known.cite != draft.cite:
                lost.add(name)
            elif known is None:
                found[name] = draft
    for name in lost:
        found.pop(name, None)
    for name, draft in used.items():
        if " v. " not in name and name.split(" ", 1)[0] not in _ANYONE and len(name) > 3:
            found[name] = draft
    return found


def _shorts(name: str) -> list[str]:
    """What a case may be called for short: a party's name that few have."""
    for lead in ("In re ", "Ex parte ", "Matter of ", "Estate of "):
        if name.startswith(lead):
            name = name[len(lead) :]
    made = []
    for party in re.split(r" vs?\. ", name)[:2]:
        words = party.replace(",", "").split(" ")
        words = [w for w in words if w]
        if not words:
            continue
        while len(words) > 1 and words[-1].rstrip(".") in (
            "Inc",
            "Co",
            "Corp",
            "Ltd",
            "Jr",
            "Sr",
            "LLC",
        ):
            words.pop()
        whole = " ".join(words)
        if party.startswith(("City of ", "Town of ", "County of ", "Village of ")):
            whole = party.split(" of ", 1)[1]
            words = whole.split(" ")
        if words[0] in _ANYONE or whole in states() or len(words) > 3:
            continue
        if len(whole) > 3:
            made.append(whole)
    return made


def _nesting(drafts: list[Draft], i: int, start: int) -> tuple[Draft | None, str | None]:
    """The innermost parenthetical in which an offset lies."""
    for k in range(i, max(-1, i - 12), -1):
        one: Draft | None = drafts[k]
        while one is not None:
            for _, first, last in one.parens:
                if first <= start < last:
                    return one, None
            one = one.inside
    return None, None
