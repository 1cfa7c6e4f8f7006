"""What a text says of the decisions it cites: overruled, questioned, distinguished, followed ...

Two forms are read. A *history clause* after a citation (``rev'd, 1 U.S. 2``) says what became of the
decision. A *sentence* says it in words; who did it, and to which of the decisions named, follows from
where their names stand: before ``was overruled by``, after ``we decline to follow``. What is denied,
asked for or supposed (``declined to overrule``) is no treatment. ``in tension with``, ``but see`` and
the like are a signal of doubt and are called that, never more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from prong.base.words import aligned
from prong.read.reading import Citation, Reading
from prong.values import frozen

#: Kinds that take a decision's force, wholly or on a point.
FATAL: tuple[str, ...] = (
    "overruled",
    "abrogated",
    "superseded",
    "reversed",
    "vacated",
    "withdrawn",
)
#: Kinds that speak against a decision, worst first.
NEGATIVE: tuple[str, ...] = (
    *FATAL,
    "disapproved",
    "not-followed",
    "not-extended",
    "limited",
    "questioned",
    "doubted",
)


@frozen
class Treatment:
    """What befell a decision. ``treated`` is the citation treated, ``other`` the one that did it;
    where ``by`` is ``self`` it is the opinion read, where ``unsaid`` nobody is named."""

    treated: Citation
    kind: str
    weight: str
    extent: str
    form: str
    words: str
    by: str
    other: Citation | None
    at: tuple[int, int]
    passage: tuple[int, int]


# What a history clause says


_HISTORY: tuple[tuple[str, str], ...] = (
    (r"overrul", "overruled"),
    (r"abrogat", "abrogated"),
    (r"supersed", "superseded"),
    (r"vacat", "vacated"),
    (r"withdrawn", "withdrawn"),
    (r"rev'|reversed|reversing|rev’", "reversed"),
    (r"disapprov", "disapproved"),
    (r"aff'|affirm|aff’", "affirmed"),
    (r"modif|amended|amending", "modified"),
    (r"(?:cert\.?|review|appeal|reh'?g|reh’g|rehearing).*(?:denied|dism|refused)", "review-denied"),
    (r"(?:cert\.?|review|reh'?g|reh’g|rehearing).*granted|prob\. juris", "review-granted"),
    (r"question", "questioned"),
    (r"limit", "limited"),
    (r"distinguish", "distinguished"),
    (r"follow", "followed"),
)
#: Clauses in which the decision before them acts on the one after.
_ACTS = re.compile(r"(?:'g|’g|ing)\b(?! (?:denied|granted|refused|dism))")


def kind_of(how: str) -> str:
    """The kind of treatment that a history clause states."""
    said = how.lower()
    return next((kind for words, kind in _HISTORY if re.search(words, said)), "other")


def extent_of(words: str) -> str:
    """How much of a decision is touched: the whole, a part, or grounds that are not these."""
    said = words.lower()
    if "other grounds" in said:
        return "other-grounds"
    return (
        "in-part"
        if re.search(r"in part|in relevant part|to (?:the|that|this) extent", said)
        else "whole"
    )


def _from_history(reading: Reading) -> Iterator[Treatment]:
    for citation in reading.citations:
        for clause in citation.history:
            other = reading.by_number[clause.citation]
            treated, by = citation, other
            if _ACTS.search(clause.how.split(" in part")[0]):
                treated, by = other, citation
            start, end = citation.at[0], max(citation.at[1], other.at[1])
            yield Treatment(
                treated, kind_of(clause.how), "stated", extent_of(clause.how), "history clause",
                clause.how, "another", by, (start, end), (start, end),
            )  # fmt: skip


# What a sentence says


@frozen
class _Sign:
    """A turn of speech. The decision treated stands ``before`` it or ``after`` it."""

    kind: str
    where: str
    words: str
    weight: str = "stated"


#: Words that may stand between a verb and the name of the decision.
_PARTICLES = re.compile(
    r"(?:\s+(?:that|as|the|our|its|this|court['’]s|circuit['’]s|supreme|prior|own|earlier|previous|"
    r"decisions?|opinions?|holdings?|rulings?|cases?|rules?|reasoning|standard|announced|stated|"
    r"adopted|set|out|forth|statements?|approach|of|in|from))*[\s“\"'’]*",
    re.I,
)
_BE = r"(?:was|were|is|are|been|being|be)\s+(?:\w+ly\s+|later\s+|now\s+|since\s+)*"
_BY_SOMEONE = r"(?:,?\s+(?:in\s+part|on\s+other\s+grounds|sub\s+silentio)\s*,?)*\s+by\b"
_SQUARE = r"(?:hard|difficult|impossible)\s+to\s+(?:square|reconcile)"
_SIGNS: tuple[_Sign, ...] = (
    _Sign("overruled", "before", _BE + "overruled"),
    _Sign("overruled", "before", rf"overruled(?={_BY_SOMEONE})"),
    _Sign("overruled", "after", "overrul(?:e|es|ed|ing)"),
    _Sign("abrogated", "before", _BE + "abrogated"),
    _Sign("abrogated", "before", rf"abrogated(?={_BY_SOMEONE})"),
    _Sign("abrogated", "after", "abrogat(?:es|ed|ing)"),
    _Sign("superseded", "before", _BE + "superseded"),
    _Sign("superseded", "before", rf"superseded(?={_BY_SOMEONE})"),
    _Sign("superseded", "after", "supersed(?:es|ing)"),
    _Sign("vacated", "before", _BE + "vacated"),
    _Sign("reversed", "before", _BE + r"reversed(?=\s+(?:by|in|en)\b)"),
    _Sign("withdrawn", "before", _BE + "withdrawn"),
    _Sign("disapproved", "before", _BE + "disapproved"),
    _Sign("disapproved", "after", r"disapprov(?:e|es|ed|ing)(?:\s+of)?"),
    _Sign("not-followed", "after", r"(?:declin|refus)(?:e|es|ed|ing)\s+to\s+(?:follow|adopt)"),
    _Sign("not-extended", "after", r"(?:declin|refus)(?:e|es|ed|ing)\s+to\s+(?:extend|apply)"),
    _Sign(
        "not-followed",
        "after",
        r"(?:do|does|did|will|would|need)\s+not\s+follow(?!\s+(?:from|that))",
    ),
    _Sign("not-followed", "after", r"part(?:s|ed|ing)?\s+(?:ways|company)\s+with"),
    _Sign("not-followed", "after", r"disagree(?:s|d)?\s+with"),
    _Sign(
        "not-followed",
        "after",
        r"reject(?:s|ed|ing)?(?=\s+the\s+(?:reasoning|holding|rule|approach))",
    ),
    _Sign("not-followed", "before", _BE + r"(?:wrongly|incorrectly|mistakenly)\s+decided"),
    _Sign("not-followed", "before", r"(?:is|was|are|were)\s+(?:wrong|incorrect)ly\s+decided"),
    _Sign(
        "limited",
        "after",
        r"limit(?:s|ed|ing)(?=[^.;]{0,80}\bto\s+(?:its|their)\s+(?:\w+\s+)?facts)",
    ),
    _Sign("limited", "before", _BE + r"(?:limited|confined)\s+to\s+(?:its|their)"),
    _Sign("questioned", "after", r"(?:call|bring)(?:s|ed|ing)?\s+into\s+(?:question|doubt)"),
    _Sign("questioned", "before", _BE + r"(?:called|brought)\s+into\s+(?:question|doubt)"),
    _Sign("questioned", "before", _BE + "(?:questioned|criticized)"),
    _Sign(
        "questioned", "after", r"(?:cast|throw)(?:s|n|ing)?\s+(?:(?!no\b)\w+\s+)?doubt\s+(?:up)?on"
    ),
    _Sign(
        "questioned",
        "after",
        r"(?:question(?:s|ed|ing)|criticiz(?:e|es|ed|ing))"
        r"(?=\s+(?:the\s+(?:continuing\s+)?(?:validity|vitality|holding|reasoning)|whether))",
    ),
    _Sign("doubted", "after", r"in\s+(?:some\s+|considerable\s+)?tension\s+with", "signal"),
    _Sign("doubted", "after", _SQUARE + r"\s+with", "signal"),
    _Sign(
        "doubted",
        "before",
        r"(?:is|was|are|were|seems?|appears?)\s+(?:\w+\s+)?"
        rf"(?:in\s+tension(?!\s+with)|{_SQUARE}(?!\s+with)|of\s+doubtful|no\s+longer\s+good)",
        "signal",
    ),
    _Sign(
        "distinguished",
        "before",
        _BE + r"(?:distinguishable|distinguished|inapposite|inapt|unavailing|not\s+controlling)",
    ),
    _Sign("distinguished", "before", r"does\s+not\s+control"),
    _Sign("distinguished", "after", "distinguish(?:es|ed|ing)?"),
    _Sign("followed", "after", r"(?:adher(?:e|es|ed|ing)\s+to|reaffirm(?:s|ed|ing)?)"),
    _Sign("followed", "after", r"(?:we|court|panel|circuit)\s+(?:\w+ly\s+)?follow(?:s|ed)?"),
    _Sign("followed", "after", r"(?:bound|governed|controlled|compelled|dictated)\s+by"),
    _Sign("followed", "before", r"(?:is|are)\s+(?:\w+ly\s+)?(?:controlling|dispositive)"),
    _Sign("followed", "before", r"controls?\s+(?:here|this|the\s+outcome)"),
    _Sign(
        "followed",
        "before",
        r"compels?\s+(?:the|this|that|our)\s+(?:same\s+)?(?:result|conclusion|outcome)",
    ),
)
_ALL = re.compile(
    "|".join(f"(?P<s{n}>\\b(?:{sign.words})\\b)" for n, sign in enumerate(_SIGNS)), re.IGNORECASE
)
#: What every turn of speech holds. The text is looked through for these first: it is ten times faster.
_STEM = re.compile(
    r"overrul|abrogat|supersed|vacated|reversed by|reversed in|reversed en|withdrawn|disapprov"
    r"|(?:declin|refus)\w+\s+to\s|not\s+follow|\b(?:ways|company)\s+with|disagree|reject"
    r"|ly\s+decided|limit|confined|question|doubt|criticiz|tension|square|reconcile"
    r"|distinguish|inapposite|inapt|unavailing|controlling|controls?\b|control\b|adher|reaffirm"
    r"|follow|\b(?:bound|governed|controlled|compelled|dictated)\s+by|dispositive|compels?\b"
    r"|no\s+longer\s+good"
)
#: How far a turn of speech reaches to each side of its stem.
_AROUND = 100
#: What, standing shortly before a turn of speech, denies it or only supposes it.
_DENIED = re.compile(
    r"\b(?:not|never|n['’]t|without|nor|neither|nothing|no\s+longer|declin\w*|refus\w*|ask\w*|invit\w*"
    r"|urg\w*|whether|unless|should|would|could|might|may|cannot|argu\w*|conten[dt]\w*|suggest\w*"
    r"|assert\w*|encourag\w*|attempt\w*|seeks?|sought|tr(?:y|ies|ied)|request\w*|propos\w*|either"
    r"|toward\w*)\b[^.;]{0,45}$"
    # What somebody is to do is not done, but for a court that says it must.
    r"|(?<!compelled )(?<!required )(?<!obliged )(?<!constrained )\bto\s+$"
    r"|\bif\b|^\W*on\s+the\s+\w+['’]s\b",
    re.IGNORECASE,
)
#: What is not done by a court: a statute takes the place of a decision.
_STATUTE = re.compile(r"§|\b(?:Congress|statute|section|amendment|Act)\b", re.IGNORECASE)
#: Kinds whose own words are words of denial.
_REFUSALS = ("not-followed", "not-extended")
_SUPPOSED = re.compile(r"\b(?:would|might|could|should)\b")
_WE = re.compile(r"\b(?:we|today|this court|hereby)\b", re.I)
#: Kinds that a text does to a decision itself, where it names nobody else.
_OWN = ("distinguished", "followed", "doubted", "not-followed", "not-extended", "limited")
_BY = re.compile(
    r"\s*(?:,?\s*(?:in part|on other grounds|sub silentio|en banc)\s*,?)*\s*(?:by|in)\b", re.I
)
#: Signals that set an authority against what is said, and so cast doubt on what was cited for it.
_CONTRARY = ("but see", "but cf.", "contra", "but see, e.g.", "but cf., e.g.", "but see generally")
#: How far from a turn of speech the name of the decision may stand, and a passage reach.
_NEAR, _REACH = 90, 320
#: How near to a verb a statute is named that does what it says.
_CLOSE = 70
_CASES = ("full", "short", "id", "supra", "name", "database", "docket")


def _from_sentences(reading: Reading) -> Iterator[Treatment]:
    text = reading.text
    cases = sorted(
        (c for c in reading.citations if c.kind in _CASES and reading.authority(c).cite),
        key=lambda c: c.at,
    )
    starts = [c.at[0] for c in cases]
    for match in _turns(text):
        sign = _SIGNS[int((match.lastgroup or "s0")[1:])]
        k = bisect_left(starts, match.start())
        if k and cases[k - 1].at[1] > match.end():
            continue  # within a name or a citation
        opening, closing = _sentence(text, match.start(), match.end())
        before = text[opening : match.start()]
        if sign.kind in _REFUSALS:
            if re.search(r"\bif\b|^\W*on\s+the\s+\w+['’]s\b|\bencourag", before, re.IGNORECASE):
                continue
        elif _DENIED.search(before) or _SUPPOSED.search(
            text[match.end() : min(closing, match.end() + _NEAR)]
        ):
            continue
        treated = (
            _after(text, match.end(), cases[k:])
            if sign.where == "after"
            else _before(text, opening, match.start(), cases[:k])
        )
        if treated is None:
            continue
        by, other = _doer(reading, match, sign, treated, cases, k, opening)
        if other is not None and _same(reading, other, treated):
            continue
        kind = sign.kind
        near = before[-_CLOSE:]
        statute = _STATUTE.search(near) and not _WE.search(near)
        if kind == "overruled" and by != "another" and statute:
            kind, by = "superseded", "unsaid"
        about = text[max(opening, match.start() - 60) : min(closing, match.end() + 140)]
        yield Treatment(
            treated, kind, sign.weight, extent_of(about),
            "sentence", " ".join(match.group().split()), by, other,
            (match.start(), match.end()), (opening, max(closing, treated.at[1])),
        )  # fmt: skip


def _turns(text: str) -> Iterator[re.Match[str]]:
    """The turns of speech of a text, in order."""
    until = -1
    for stem in _STEM.finditer(aligned(text)):
        if stem.start() < until:
            continue
        start = max(until, stem.start() - _AROUND, 0)
        while start and not text[start - 1].isspace():
            start -= 1
        for match in _ALL.finditer(text, start, stem.end() + _AROUND):
            if match.end() > stem.start() and match.start() >= until:
                yield match
                until = match.end()
            if match.start() > stem.start():
                break


def _same(reading: Reading, one: Citation, other: Citation) -> bool:
    return reading.authority(one).cite == reading.authority(other).cite


def _after(text: str, end: int, cases: Sequence[Citation]) -> Citation | None:
    """The decision named next after a verb, with nothing but particles between."""
    if not cases or cases[0].at[0] - end > _NEAR:
        return None
    between = text[end : cases[0].at[0]]
    if text[end - 2 : end] == "ed" and re.match(r"\s+in\b", between):
        return None  # overruled in it, and so by it
    return cases[0] if _PARTICLES.fullmatch(between) else None


def _before(text: str, opening: int, start: int, cases: Sequence[Citation]) -> Citation | None:
    """The decision that is the subject: the last named before the verb, close to it."""
    if not cases or cases[-1].at[0] < opening:
        return None
    between = text[cases[-1].at[1] : start]
    short = len(between) <= _NEAR and not re.search(r"[.;:](?:\s|$)", between)
    return cases[-1] if short and not re.search(r"\b(?:by|that|which held)\b", between) else None


def _doer(
    reading: Reading,
    match: re.Match[str],
    sign: _Sign,
    treated: Citation,
    cases: Sequence[Citation],
    k: int,
    opening: int,
) -> tuple[str, Citation | None]:
    """Who does it: the opinion itself, another decision, or nobody that is named."""
    text = reading.text
    if sign.where == "before":
        by = _BY.match(text, match.end())
        following = cases[k] if k < len(cases) else None
        if by and following and following.at[0] - by.end() <= _NEAR:
            return "another", following
        if sign.kind in _OWN:
            return "self", None
        return "unsaid", None
    holder = next(
        (c for c in reversed(cases[:k]) if any(a <= match.start() < b for a, b in _parens(c))), None
    )
    if holder is not None:
        return "another", holder
    before = text[opening : match.start()]
    earlier = cases[k - 1] if k and cases[k - 1].at[0] >= opening else None
    if _WE.search(before) and not (earlier and "," in text[earlier.at[1] : match.start()][:2]):
        return "self", None
    if earlier is not None and not _same(reading, earlier, treated):
        return "another", earlier
    if sign.kind in _OWN:
        return "self", None
    return "unsaid", None


def _parens(citation: Citation) -> list[tuple[int, int]]:
    return [p.at for p in citation.parentheticals]


def _from_signals(reading: Reading) -> Iterator[Treatment]:
    """``A; but see B``: B stands against what A is cited for, and the opinion cites it as contrary."""
    cases = [c for c in reading.citations if c.kind in _CASES and c.inside is None]
    for one, other in pairwise(cases):
        signal = (other.signal or "").lower()
        close = 0 <= other.at[0] - one.at[1] <= 220
        alike = not reading.authority(one).cite or _same(reading, one, other)
        fresh = signal in _CONTRARY and not other.carried and one.signal not in _CONTRARY
        if fresh and close and not alike:
            span = (one.at[0], other.at[1])
            for treated, by, whose in ((one, "another", other), (other, "self", None)):
                yield Treatment(
                    treated, "doubted", "signal", "whole", "signal", other.signal or "", by, whose,
                    span, span,
                )  # fmt: skip


def _from_parentheticals(reading: Reading) -> Iterator[Treatment]:
    """How a decision is described: the parenthetical that says what it held or was about."""
    for citation in reading.citations:
        if citation.kind in _CASES:
            for said in citation.parentheticals:
                if said.kind in ("explanatory", "holding"):
                    yield Treatment(
                        citation, "described", "stated", "whole", "parenthetical", said.kind, "self",
                        None, said.at, said.at,
                    )  # fmt: skip


def treatments(reading: Reading) -> tuple[Treatment, ...]:
    """Everything that a text says befell a decision it cites, in the order of the text."""
    clauses = list(_from_history(reading))
    said = {(t.treated.n, t.kind) for t in clauses}
    sentences = [t for t in _from_sentences(reading) if (t.treated.n, t.kind) not in said]
    found = [*clauses, *sentences, *_from_signals(reading), *_from_parentheticals(reading)]
    return tuple(sorted(found, key=lambda t: (t.at, t.form)))


_END = re.compile(r"(?<=[a-z)\]”\"’'\d]{2})[.?!][”\"’')\]]*\s+(?=[A-Z“\"])")


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence about a place, as near as its marks tell, and no longer than a passage."""
    opening = max(0, start - _REACH)
    line = text.rfind("\n\n", opening, start)
    opening = line + 2 if line >= 0 else opening
    for match in _END.finditer(text, opening, start):
        if not _abbreviated(text, match.start()):
            opening = match.end()
    closing = min(len(text), end + _REACH)
    for match in _END.finditer(text, end, closing):
        if not _abbreviated(text, match.start()):
            closing = match.start() + 1
            break
    return opening, closing


_SHORT = re.compile(
    r"(?:\b(?:v|vs|No|Nos|Inc|Co|Corp|Ltd|Cir|Ct|Dist|Dep't|Cty|Mr|Ms|Mrs|Dr|Jr|Sr|St|cert|ed|App|"
    r"Supp|Rev|Ass'n|Bros|Univ|Bd|Cf|Id|cf|id|see|pp?|nn?|art|cl|Cal|Fed|Stat|U\.S|F|S)|\b[A-Z])$"
)


def _abbreviated(text: str, at: int) -> bool:
    return _SHORT.search(text, max(0, at - 8), at) is not None
