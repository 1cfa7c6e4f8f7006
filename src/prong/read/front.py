"""What a document says of itself: caption, court, docket, dates, panel, author, kind; and its
headings."""

from __future__ import annotations

import re

from prong.cite import courts
from prong.read.layout import Layout
from prong.values import frozen


@frozen
class Opinion:
    """An opinion in a document: who wrote it, its kind (majority, concurrence, dissent, in part
    concurrence and dissent, per curiam), and the offset in the reading text where it begins."""

    author: str | None
    kind: str
    start: int


@frozen
class Section:
    """A heading: its number as written, its title, its level from 1, its path (``IV.A.1``), and the
    offset in the reading text where it begins."""

    number: str
    title: str
    level: int
    path: str
    start: int


@frozen
class Front:
    """``end`` is where the front matter ends in the reading text. What is not stated is None."""

    end: int
    caption: str | None
    court: str | None
    court_name: str | None
    docket: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]
    panel: tuple[str, ...]
    opinions: tuple[Opinion, ...]


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"\b({_MONTHS}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.) (\d{{1,2}}), (\d{{4}})\b"
)
_LEADING_DATE = re.compile(rf"(?:{_MONTHS}) \d{{1,2}}, \d{{4}}\.? +")
_DATED = re.compile(
    r"(Argued|Reargued|Submitted|Decided|Filed|Amended|Dated|DATED|DECIDED|ARGUED|FILED)\b[^\n]{0,40}$"
)
_DOCKET = re.compile(
    r"\b(?:Case )?(?:Nos?\.|No\.|NO\.|NOS\.|DOCKET NO\."
    r"|Docket No\.):? ?((?:[\w:]{1,6}[-–—:]){1,3}[\w–-]*\w(?:(?:,? and |, "
    r"| & )(?:\d[\w:]*[-–—]){1,3}\w+)*)"
)
_V = re.compile(r"(?:v\.?|vs\.?|-?against-?|V\.|versus|VS\.)")
_ROLE = re.compile(
    r",? *\b(?:(?:Plaintiff|Defendant|Appell(?:ant|ee)|Petitioner|Respondent|Cross|Third|Party"
    r"|Intervenor|Claimant|Debtor)s?[-/, &and]*)+.*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r",?\s*(?:Case )?\b(?:Nos?\.|NO\.)[: ].*$")
_SUPREME = re.compile(r"supreme court of the united states", re.IGNORECASE)
_APPEALS = re.compile(
    r"united states court of appeals,? *(?:for the )?(\w+(?: of columbia)?) circuit", re.IGNORECASE
)
_DISTRICT = re.compile(
    r"united states district court,?\s*(?:in and )?(?:for )?(?:the )?\s*"
    r"(?:(northern|southern|eastern|western|central|middle) )?district of\s+([a-z ]+?)(?=\n|$"
    r"|[,.]| (?:no|case)\b)",
    re.IGNORECASE,
)
_AUTHOR = (
    re.compile(
        r"(?:Mr\. |MR\. )?(?P<title>(?:Chief )?Justice"
        r"|(?:CHIEF )?JUSTICE) (?P<name>[A-Z][A-Za-z’']+),?(?: with whom [^.]{3,200}?,)?"
        r"(?: (?P<what>delivered[^.]{0,120}"
        r"|announced[^.]{0,120}|concurring[^.]{0,80}|dissenting[^.]{0,80}|took no part[^.]{0,60}"
        r"|[^.]{0,60}circuit justice|in chambers))",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<name>[A-Z][A-Za-z’'. -]{2,40}?), (?P<title>(?:Chief |Senior )?(?:Circuit|District"
        r"|Magistrate) Judge|J\.|C\.J\.|Associate Justice)(?:,? ?(?P<what>(?:concurring"
        r"|dissenting)[^.:]{0,120}|with whom[^.:]{0,200}))?[.:]",
    ),
    re.compile(r"(?P<name>PER CURIAM|Per Curiam|Per curiam)(?P<title>)(?P<what>)[.:]?"),
)
_AUTHOR_MARKS = ("ustice", "USTICE", "Judge", "JUDGE", "J.", "uriam", "URIAM")
_BEFORE = re.compile(r"\b(?:Before|BEFORE|Present|PRESENT|PRESENT AND SITTING)\b:? *")
_BENCH = re.compile(
    r"(?P<names>[A-Z][^;:]{1,160}?),? *\b(?:(?:Chief|Senior|Circuit|District|Magistrate"
    r"|Associate|United|States|U\.S\.)\s+)+"
    r"(?:Judges?|Justices?)\.?[*†]*,?\s*(?:and\s+)?"
)
#: The title of an opinion with its own citation.
_TITLE = re.compile(r"[^,]{3,120} v\. [^,]{2,120}, \d+ [A-Z][\w. ]+ \d+ \(\d{4}\)")
_CITES = re.compile(r"(?:See|Cf\.|But see|Accord|Compare)[ ,]")
_COUNSEL = re.compile(
    r"\b(?:for|on brief|on the brief|argued)\b[^.]{0,60}\b(?:appell|petition|respond|plaintiff"
    r"|defend|amic|intervenor)",
    re.IGNORECASE,
)
_ROMAN = re.compile(
    r"(?P<n>X{0,3}(?:IX|IV|V?I{1,3}|V|X))(?:\.|(?=$)|(?= +[A-Z–-]))[ .–—-]*(?P<t>.*)"
)
_LETTER = re.compile(r"(?P<n>[A-H])(?:\.|(?=$))[ .]*(?P<t>.*)")
_DIGIT = re.compile(r"(?P<n>\d{1,2})\.[ ]+(?P<t>[A-Z“\"].*)|(?P<o>\d)")
_SMALL_WORDS = frozenset(
    """
    a an and as at by for from in of on or the to under with v. vs. no not does did do is are was
    """.split()
)
_WORDED = re.compile(
    r"(?:BACKGROUND|DISCUSSION|ANALYSIS|CONCLUSION|ARGUMENT|ORDER|FACTS|INTRODUCTION"
    r"|LEGAL STANDARD|STANDARD OF REVIEW"
    r"|PROCEDURAL HISTORY|STATEMENT OF (?:THE )?(?:FACTS|CASE)|TABLE OF (?:CONTENTS"
    r"|AUTHORITIES)|PRELIMINARY STATEMENT|SUMMARY(?: OF (?:THE )?ARGUMENT)?|OPINION"
    r"|CONCLUSIONS?)\.?",
    re.IGNORECASE,
)


def front(layout: Layout) -> Front:
    """The front matter of a document."""
    text = layout.text
    body = [(a, b) for a, b in layout.paragraphs if a < layout.body]
    opinions = _opinions(text, body)
    end = _end(text, body, opinions)
    heads = [text[a:b] for a, b in body if a < end]
    whole = "\n".join(heads)[:6000]
    court, name = _court(whole)
    titled = bool(heads) and _TITLE.fullmatch(heads[0].strip()) is not None
    if court is None and not opinions and not titled and not any(_V.fullmatch(h) for h in heads):
        end = 0  # nothing says that this is a title page
    return Front(
        end,
        _caption(heads),
        court,
        name,
        tuple(dict.fromkeys(_dockets(whole))),
        tuple(_dates(heads)),
        tuple(_panel(" ".join(heads))),
        opinions,
    )


def _end(text: str, body: list[tuple[int, int]], opinions: tuple[Opinion, ...]) -> int:
    """Where the first paragraph of running text begins, or the opinion itself."""
    end = 0
    for a, b in body[:80]:
        words = text[a:b]
        if (
            (b - a > 220 and not _COUNSEL.search(words))
            or words.startswith(("TABLE OF", "Table of"))
            or _WORDED.fullmatch(words)
        ):
            break
        if any(opinion.start == a for opinion in opinions) and b - a > 120:
            break
        if _CITES.match(words) or words.endswith(").") or _is_sentence(words):
            break
        if words.endswith((".", ".”", '."')) and b - a > 140 and not _COUNSEL.search(words):
            break
        end = b
        if any(opinion.start == a for opinion in opinions):
            break
    return end if end < len(text) * 0.5 or end < 400 else 0


def _is_sentence(words: str) -> bool:
    """Whether words are a sentence of running text, and no line of a title page."""
    if (
        not words.endswith((".", ".”", '."'))
        or _COUNSEL.search(words)
        or words[:6].lower() == "appeal"
    ):
        return False
    plain = [word for word in words.split(" ") if word[:1].islower()]
    return len(plain) > 2 and "designation" not in plain


def _opinions(text: str, body: list[tuple[int, int]]) -> tuple[Opinion, ...]:
    found: list[Opinion] = []
    for a, b in body:
        first = text[a : min(b, a + 260)]
        if not any(mark in first for mark in _AUTHOR_MARKS):
            continue
        first = _LEADING_DATE.sub("", first.lstrip("[ "))
        for pattern in _AUTHOR:
            match = pattern.match(first)
            if match is None:
                continue
            what = (match["what"] or "").lower()
            name = match["name"].strip()
            if "took no part" in what:
                break
            if name.lower() == "per curiam":
                found.append(Opinion(None, "per-curiam", a))
            else:
                if "concurring in part" in what and "dissenting" in what:
                    kind = "concurrence-and-dissent"
                elif "dissenting" in what:
                    kind = "dissent"
                elif "concurring" in what:
                    kind = "concurrence"
                else:
                    kind = "majority"
                found.append(Opinion(name.title() if name.isupper() else name, kind, a))
            break
        if len(found) > 30:
            break
    return tuple(found)


def _caption(heads: list[str]) -> str | None:
    for i, words in enumerate(heads):
        if _V.fullmatch(words) and 0 < i < len(heads) - 1:
            one = _party(heads, i, -1)
            other = _party(heads, i, 1)
            if one and other:
                return f"{one} v. {other}"
    for words in heads:
        if " v. " in words or " vs. " in words:
            one, _, rest = words.partition(" v. " if " v. " in words else " vs. ")
            other = re.split(r", (?:\d|No\.|Case)", rest, maxsplit=1)[0]
            one, other = _role(one), _role(other)
            if one and other and len(one) < 160 and len(other) < 160:
                return f"{one} v. {other}"
    for words in heads:
        if words.startswith(("In re ", "IN RE ", "Ex parte ", "EX PARTE ")) and len(words) < 160:
            return words
    return None


def _party(heads: list[str], i: int, step: int) -> str | None:
    """The party named nearest a ``v.``, passing over lines that only say what its role is."""
    k = i + step
    while 0 <= k < len(heads) and abs(k - i) < 6:
        named = _role(heads[k])
        if named and not named.startswith(("(", "[")):
            return named
        k += step
    return None


def _role(words: str) -> str:
    return _ROLE.sub("", _NUMBERED.sub("", words)).strip(" ,.;*†")


def _court(whole: str) -> tuple[str | None, str | None]:
    joined = " ".join(whole.split())
    appeals = _APPEALS.search(joined)
    if appeals:
        which = appeals.group(1).title().replace(" Of ", " of ")
        name = f"Court of Appeals for the {which} Circuit"
        if which.endswith("Columbia"):
            name = "Court of Appeals for the D.C. Circuit"
        return courts.named(name) or courts.cited(_SHORT.get(which, "")), f"United States {name}"
    district = _DISTRICT.search(re.sub(r"[ \t]+", " ", whole))
    if _SUPREME.search(joined[:1500]):
        name = "Supreme Court of the United States"
        return courts.named(name), name
    if district:
        part, state = district.groups()
        state = state.strip().title().replace(" Of ", " of ")
        lead = f"{part[0].upper()}.D." if part else "D."
        full = f"United States District Court for the {part.title() + ' ' if part else ''}District of {state}"
        return courts.named(f"District Court, {lead} {state}"), full
    return None, None


_SHORT = {"Federal": "Fed. Cir.", "District of Columbia": "D.C. Cir."}


def _dockets(whole: str) -> list[str]:
    found: list[str] = []
    for match in _DOCKET.finditer(whole):
        for one in re.split(r",? and |, | & ", match.group(1)):
            number = one.replace("–", "-").replace("—", "-").strip()
            if re.search(r"\d", number) and len(number) > 3:
                found.append(number)
    return found[:20]


def _dates(heads: list[str]) -> list[tuple[str, str]]:
    months = _MONTHS.split("|")
    found: list[tuple[str, str]] = []
    for words in heads:
        for match in _DATE.finditer(words):
            month = next(
                i + 1 for i, name in enumerate(months) if name.startswith(match.group(1)[:3])
            )
            day = f"{match.group(3)}-{month:02}-{int(match.group(2)):02}"
            said = _DATED.search(words[: match.start()])
            found.append((said.group(1).lower() if said else "stated", day))
    return found[:12]


def _panel(heads: str) -> list[str]:
    """The judges named after ``Before``, group by group, each with its titles."""
    start = _BEFORE.search(heads)
    found: list[str] = []
    at = start.end() if start is not None else len(heads)
    while at < len(heads):
        group = _BENCH.match(heads, at)
        if group is None:
            break
        for name in re.split(r",? and |, (?![JS]r\.|JR\.|SR\.|I)", group["names"]):
            plain = name.strip(" ,*†.").removeprefix("and ")
            if plain:
                found.append(plain.title() if plain.isupper() else plain)
        at = group.end()
    return found[:20]


def sections(layout: Layout) -> tuple[Section, ...]:
    """The headings of a document, in order, each with its path."""
    text = layout.text
    marked = {start: level for start, _, level in layout.heads}
    found: list[Section] = []
    path: list[str] = []
    romans = False
    lone = _lone(layout)
    for a, b in layout.paragraphs:
        if a >= layout.body:
            break
        if b - a > 160 and a not in marked:
            continue
        words = text[a:b]
        number, title, level = _heading(words, romans)
        if (level == 0 and a not in marked) or (level == 3 and not title and a not in lone):
            continue
        if a in marked and level == 0:
            number, title, level = "", words, marked[a]
        romans = romans or level == 1
        path = [*path[: level - 1], *[""] * (level - 1 - len(path)), number or title]
        found.append(Section(number, title, level, ".".join(p for p in path if p), a))
    return tuple(found)


def _lone(layout: Layout) -> frozenset[int]:
    """The paragraphs that hold only a number and are headings: those that count from 1 anew under
    each letter. Others are the numbers of headnotes."""
    text = layout.text
    groups: list[list[tuple[int, int]]] = [[]]
    for a, b in layout.paragraphs:
        if a >= layout.body:
            break
        if b - a < 4 and text[a:b].isdecimal():
            groups[-1].append((int(text[a:b]), a))
        elif b - a < 100 and (_LETTER.fullmatch(text[a:b]) or _ROMAN.fullmatch(text[a:b])):
            groups.append([])
    counted = [group for group in groups if group]
    if any([number for number, _ in group] != list(range(1, len(group) + 1)) for group in counted):
        return frozenset()
    return frozenset(a for group in counted for _, a in group)


def _heading(words: str, romans: bool) -> tuple[str, str, int]:
    """The number, title and level of a heading; level 0 for other paragraphs."""
    for level, pattern in ((1, _ROMAN), (2, _LETTER), (3, _DIGIT)):
        match = pattern.fullmatch(words)
        if match is None:
            continue
        if level == 3 and match["o"]:
            if not romans:
                return "", "", 0
            return match["o"], "", 3
        title = (match["t"] or "").strip()
        if title and not _titled(title, pattern is _DIGIT):
            continue
        return match["n"], title, level
    if _WORDED.fullmatch(words):
        return "", words.rstrip("."), 1
    return "", "", 0


def _titled(title: str, strict: bool) -> bool:
    """Whether words are a title: no sentence, and most of the words that count with a capital."""
    if title.isupper():
        return True
    if (
        title.endswith((".", ";", ","))
        and not title.endswith(("Inc.", "Co.", "Dep’t."))
        and title.count(" ") > 7
    ):
        return False
    counted = [
        w for w in re.findall(r"[A-Za-z][\w’'-]*\.?", title) if w.lower() not in _SMALL_WORDS
    ]
    if not counted:
        return False
    capital = sum(1 for w in counted if w[0].isupper())
    return capital >= len(counted) * (0.7 if not strict else 0.8)
