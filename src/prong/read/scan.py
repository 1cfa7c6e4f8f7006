"""The scan: every place in a text where a citation may have its core, in one pass for each kind.

Volumes, reporters and pages are found digits first; whether the words between are a reporter is
looked up, not matched. What the scan finds is only a place: ``sentence`` reads the citation there.
"""

from __future__ import annotations

import re

from prong.cite.reporters import Reporter, first_words, reporters, squeezed

(
    CORE, ID, SUPRA, VERSUS, SECTION, RULE, CONSTITUTION, RECORD, MANUAL, DOCKET, TREATISE, LAW
) = range(12)  # fmt: skip

#: A place found: where it begins and ends, which kind it is, and what was found there.
Event = tuple[int, int, int, "re.Match[str]", Reporter | None]

_BLANK = r"[_–—-]{2,}"
#: Volume, name, and a page, a section or an ``at`` with a page.
_CORE = re.compile(
    rf"(?P<vol>\d{{1,4}}|{_BLANK}) ?(?P<name>[A-Z][A-Za-z.’'&\-0-9, ]{{0,42}}?)"
    rf"(?: ?\(\d{{1,4}} [A-Z][\w. ]{{0,12}}\) ?)?(?P<short>,? (?:at"
    rf"|p\.) )?(?P<sec>,? ?§§? ?)?(?<=[ §.,])(?P<page>\d[\d,]{{0,9}}|{_BLANK})(?![A-Za-z])"
)
#: The blank after a volume. A pattern that begins with one plain character is found many times faster.
_AFTER_VOLUME = re.compile(r" (?=[A-Z])(?<=[0-9] )")
_BLANK_VOLUME = re.compile(r"U\. ?S\.")
_BLANK_BEFORE = re.compile(r"[–—_-]{2,60} ?$")
_NUMBER = re.compile(r" (?=[0-9])")
_SECTION_NUMBER = (
    r"\d[\w.:/–-]*\w(?:\(\w{1,6}\))*(?:[–-](?:\d[\w.:–-]*\w|\(\w{1,4}\))(?:\(\w{1,4}\))*)?"
    r"|\d(?:\(\w{1,6}\))*"
)
SECTION_NUMBER = re.compile(_SECTION_NUMBER)
SECTIONS = re.compile(
    rf"(?:{_SECTION_NUMBER})(?:(?:, (?:and |or )?|,? (?:and|or|&|to) |–"
    rf"|-)(?:§§? ?)?(?:{_SECTION_NUMBER}|\(\w{{1,4}}\))(?![\w]* [A-Z]))*"
    r"(?: et seq\.?)?(?:, (?:cl|par|Art|App)\. ?\w+)?"
)
#: *Id.* and *ibid.* from their second letter.
_IDS = (re.compile(r"d\.(?<=[Ii]d\.)"), re.compile(r"bid(?<=[Ii]bid)(?:\.|em\b)?"))
_SUPRA = re.compile(r"supra")
_VERSUS = re.compile(r" (?:v|vs|V|VS)\.? (?=[A-Z0-9“‘\"'$#(])")
_SECTION = re.compile(rf"§§? ?(?={_SECTION_NUMBER})")
_RULE = re.compile(
    r"\b(?:Fed(?:eral|\.)? ?R(?:ules?|\.)?(?: of)? ?(?:Civ(?:il|\.)?|Crim(?:inal|\.)?"
    r"|App(?:ellate|\.)?|Evid(?:ence|\.)?"
    r"|Bankr(?:uptcy|\.)?)(?: ?P(?:roc(?:edure|\.)?|\.)?)?,?(?: (?:specifically|particularly"
    r"|including|namely))?(?: Rules?)? ?(?=\d)"
    r"|F\. ?R\. ?(?:C\. ?P|Civ\. ?P|Crim\. ?P|E|A\. ?P)\. ?(?=\d)|FR(?:CP|E|AP|CrP) ?(?=\d)"
    r"|(?:[A-Z][\w’]*\. ?){0,3}(?:Local|Loc\.|(?:[A-Z]\w+ ){0,2}Professional Conduct"
    r"|Civil Local|L\.) ?(?:(?:Civ(?:il|\.)|Cr\.|Crim\.) )?R(?:ules?|\.) ?(?=\d)"
    r"|(?:This Court[’']s |(?:Supreme|Sup\.) (?:Court|Ct\.) |Circuit )?R(?:ules?|ULES?"
    r"|\.) (?=\d{1,3}(?:\.\d+)?(?![\d:]))"
    r"|[rR]ules? (?=\d{1,4}(?:\.\d+)?(?:\(|\b)))"
)
RULE_NUMBER = re.compile(
    r"\d{1,4}(?:\.\d{1,4})?(?: ?\((?:\w{1,3})\))*"
    r"(?:(?:, (?:and |or )?| (?:and|or|&) |–|-)\d{1,4}(?:\.\d+)?(?![\w–-]| U\.| F\.)(?:\(\w{1,3}\))*)*"
    r"(?: [Aa]dv(?:isory|\.) [Cc]omm(?:ittee|\.)(?:[’']s)? [Nn]otes?)?"
)
_CONSTITUTION = re.compile(
    r"\b(?:U\. ?S\. ?|(?:[A-Z][a-z]+\. ){1,2}|[A-Z]\. ?[A-Z]\. )?C(?:onst"
    r"|ONST)\.,? ?(?:(?:[Aa]mends?|[Aa]rts?|pmbl)\.?)"
    r"|\bArt\. (?=[IVX]{1,4}\b)|\bAmdt\. (?=\d)"
)
CONSTITUTION_REST = re.compile(
    r" ?[IVXL\d]{1,6}(?: ?, ?(?:§§? ?\d+[\w()]*(?:[–-]\d+)?|cls?\. ?\d+|[Aa]rt\. [IVX\d]+))*"
)
_NAMED = (
    r"(?:\d{1,2}[- ])?(?:E\.?R\.?|S\.?E\.?R\.?|J\.? ?A\.?|A\.A\.|R\.A\.|S\.A\.|SA|AA|ROA"
    r"|R\.O\.A\.|CR|RT|CT"
    r"|App\. to (?:Pet\. for Cert\.|Brief[^.\d]{0,40}|Pet\.)|Pet\. App\.|Joint App(?:endix|\.)"
    r"|J\. App\.|App(?:x|’x|'x|endix)?\.?|Add\.|Supp\. App\."
    r"|Record|R\.(?= ?(?:at|Doc)| \d{1,4}(?![\d.(:])(?! [A-Z]))|Tr\.(?: of Oral Arg\.)?"
    r"|Trial Tr\.|Hr[’']g Tr\.|Dkt\.?|ECF|Docs?\.|Docket(?: Entry)?|D\.E\."
    r"|(?:Dep(?:osition|o)?\.?|Aff(?:idavit)?\.?|Decl(?:aration)?\.?) of (?:[A-Z][\w.’'-]*,? ?){1,4}?"
    r"|(?:First |Second |Third |Am\. |Amended |Ver\. )*Compl(?:aint|\.)|FAC|SAC|TAC|Answer"
    r"|(?:[A-Z][\w.’'-]+ )?(?:Dep(?:osition|o)?|Decl|Aff|Test|Report|Rpt)\.?(?: Tr\.)?"
    r"|Ex(?:h?s?\.|hibits?)|(?:[PD]?SSUF|[PDRJ]?SUF|[PDRJ]?SOF|[PDRJ]?SMF|UMF|[PD]?UF|DSF|PSF)"
    r"|[A-Z]\w+[’']s? Brief,(?: specifically)?(?= pages?)|(?:Opening |Answering |Reply "
    r"|Supplemental |Supp\. )?(?:Br\.|Brief)(?: (?:for|of) [A-Z][^;()\d]{0,70}?"
    r"| in Opp(?:osition|\.))?|Pet\. for Cert\.|Tr\. of [A-Z][\w. ]{0,20}"
    r"|(?:Pl|Def)s?[’']?\.?[’']?s? (?:Mot|Opp|Br|Mem|Resp|Reply|Ex|SUF|SOF|SMF)[’'n]*\.?|Mot\."
    r"|Opp[’']?n\.?|Mem\.(?: Op\.| of Law)?)"
)
_RECORD = re.compile(
    rf"(?<![\w§.-])(?P<what>{_NAMED})"
    r"(?P<rest>,? ?(?:(?:at|pp?\.|pgs?\.|at pgs?\.) )?(?:Nos?\. ?|No\.)?(?P<at>(?:¶¶?|par(?:a"
    r"|as)?\.|lines?|[Pp]ages?) ?)?"
    r"(?P<num>(?:[A-Z]{1,3}-)?\d+(?:[-:.]\d+)*[ab]?(?![\w’])|[IVX]+[:-]\d+))"
    r"|(?<![\w§.-])(?P<ex>Ex(?:h?s?\.|hibits?)) (?P<letter>[A-Z]{1,2}|\d+)(?![\w.’])"
    r"|(?<![\w-])(?P<ap>[AR]- ?\d{1,5}(?:[–-]\d{1,5})?)(?![\w-])"
)
RECORD_REST = re.compile(
    r"(?:(?:,| and|, and|,? &)? (?:(?:at|pp?\.|[Pp]ages?|lines?"
    r"|[Ll]n\.) )?(?:¶¶? ?)?\d+(?:[:.]\d+)*[ab]?(?:(?:[–-]| – )\d+(?:[:.]\d+)*[ab]?)?(?![\w’]"
    r"| [A-Z][a-z]*\.))+"
    r"|, Ex(?:h?\.|hibit) [A-Z]{1,2}(?!\w)| – \d+(?:[:.]\d+)+|[–-]\d+(?:[:.]\d+)*[ab]?"
)
_MANUAL = re.compile(
    r"(?:[A-Z][\w.’'-]*(?: of(?: the)?)? ){1,6}(?:Policy |Procedures? |Operations |Training "
    r"|Policies and Procedures )?Manual\b"
    r"(?:,? (?:§§? ?|Section )(?=\d))?|\bGeneral Order (?:No\. )?(?=\d)"
)
_DOCKET = re.compile(
    r"(?:Civ(?:il|\.)? ?(?:A(?:ction|\.) )?"
    r"|Case )?Nos?\. (?P<no>(?:\d{1,2}:)?\d{2}-(?:[A-Za-z]{2,4}-)?\d{1,5}(?:-[A-Z][\w-]*"
    r"|[A-Z]{1,4})?)"
    r"(?=[,; ])"
)


_LAW = re.compile(
    r"(?:Pub\. ?L\.|Public Law|P\. ?L\.) (?:Nos?\. ?)?(?P<no>\d{1,3}[-–]\d{1,4})"
    r"(?:, §§? ?\d[\w()]*(?:, \d+(?:\(\w\))*)*)?"
)
#: The last word before a number, and what it may make of it.
_BEFORE_NUMBER = {
    **dict.fromkeys(
        "Section section Sections sections SECTION Sec. Secs. sec. secs.".split(), SECTION
    ),
    **dict.fromkeys(
        "Rule Rules RULE RULES rule rules R. P. Proc. Procedure Evid. Evidence FRE FRCP FRAP FRCrP".split(),
        RULE,
    ),
    **dict.fromkeys(
        """
        ER E.R. SER S.E.R. JA J.A. A.A. R.A. S.A. SA AA ROA R.O.A. CR RT CT App. App Appx. App’x
        App'x Appendix Add. Record R. Tr. Arg. Dkt. Dkt ECF Doc. Docs. Docket Entry D.E. Complaint
        Compl. FAC SAC TAC Answer Dep. Dep Deposition Depo Depo. Decl. Decl Aff. Test. Report Rpt.
        Ex. Exs. Exh. Exhs. Exhibit Exhibits SSUF PSSUF DSSUF SUF PSUF DSUF SOF SMF UMF UF DSF PSF
        Br. Brief Cert. Mot. Opp. Opp’n Opp’n. Opp'n Mem. Petitioner Petitioners Respondent
        Respondents Appellant Appellee Appellants Appellees Curiae Plaintiff Defendant Plaintiffs
        Defendants Mot Opp Br Mem Resp Reply
        """.split(),
        RECORD,
    ),
    "Amdt.": CONSTITUTION,
    "Order": MANUAL,
}
_SKIPPED = frozenset(
    (
        "at",
        "No.",
        "Nos.",
        "¶",
        "¶¶",
        "p.",
        "pp.",
        "line",
        "lines",
        "page",
        "pages",
        "par.",
        "para.",
        "pg.",
        "pgs.",
    )
)
#: What to look for where the word before a number announces it.
_HEAVY = {RULE: _RULE, RECORD: _RECORD, CONSTITUTION: _CONSTITUTION, MANUAL: _MANUAL, LAW: _LAW}
#: Words rare enough to be looked for as they stand.
_LITERALS = (
    ("Const.", CONSTITUTION),
    ("CONST.", CONSTITUTION),
    ("Art. ", CONSTITUTION),
    ("Manual", MANUAL),
    ("Exhibit ", RECORD),
    ("Ex. ", RECORD),
    ("Exs. ", RECORD),
    ("Exhibits ", RECORD),
    (" A-", RECORD),
    ("[A-", RECORD),
    ("(A-", RECORD),
    ("¶", RECORD),
    ("Pub. L.", LAW),
    ("Public Law ", LAW),
    ("Deposition of ", RECORD),
    ("Dep. of ", RECORD),
)
_FAR = 110
_NO_WORD = frozenset(",;)–-0123456789")
_INSIDE_NUMBER = frozenset(".$0123456789-–")
_OPENING = '([“"‘'


def scan(text: str) -> list[Event]:
    """Every place where a citation may have its core, in order; of two that overlap, both."""
    found: list[Event] = []
    _cores(text, found)
    _numbers(text, found)
    for pattern in _IDS:
        for match in pattern.finditer(text):
            start = match.start() - 1
            if not text[start - 1 : start].isalnum():
                found.append((start, match.end(), ID, match, None))
    for kind, pattern in ((SUPRA, _SUPRA), (VERSUS, _VERSUS), (SECTION, _SECTION)):
        found += [(m.start(), m.end(), kind, m, None) for m in pattern.finditer(text)]
    for literal, kind in _LITERALS:
        barren: dict[int, int] = {}
        at = text.find(literal)
        while at >= 0:
            if literal != "¶" or _PARAGRAPH.match(text, at):
                _reach(_HEAVY[kind], kind, text, at + 1, found, barren)
            at = text.find(literal, at + len(literal))
    found.sort(key=_order)
    return found


def _cores(text: str, found: list[Event]) -> None:
    known, begins = reporters(), first_words()
    for after in _AFTER_VOLUME.finditer(text):
        end = after.end()
        first = text[end : end + 15].partition(" ")[0].rstrip(",")
        if first in begins:
            start = end - 2
            while end - start < 5 and text[start - 1 : start].isdecimal():
                start -= 1
            before = text[start - 1 : start]
            if before == ".":  # a decimal's, or the end of a sentence set too close
                before = (
                    text[start - 2 : start - 1] if text[start - 2 : start - 1].isdecimal() else " "
                )
            if before not in _INSIDE_NUMBER and not before.isalpha():
                _core(text, start, known, found)
    if "––" in text or "__" in text or "--" in text or "——" in text:
        for reports in _BLANK_VOLUME.finditer(text):
            blank = _BLANK_BEFORE.search(text, max(0, reports.start() - 40), reports.start())
            if blank is not None:
                _core(text, blank.start(), known, found)


def _core(text: str, start: int, known: dict[str, Reporter], found: list[Event]) -> None:
    match = _CORE.match(text, start)
    if match is None:
        return
    name = match["name"]
    reporter = known.get(squeezed(name.rstrip(", "))) if name[-2:] != " ," else None
    if reporter is not None:
        found.append((start, match.end(), CORE, match, reporter))


def _numbers(text: str, found: list[Event]) -> None:
    """Places known by the word before a number."""
    get = _BEFORE_NUMBER.get
    barren: dict[int, int] = {}
    beyond = (len(text), 0)
    cores = iter(sorted((start, end) for start, end, *_ in found))
    first, last = next(cores, beyond)
    taken = 0
    for number in _NUMBER.finditer(text):
        at = number.start()
        while at >= first:
            taken = last
            first, last = next(cores, beyond)
        if at < taken:
            continue  # a core's own page
        if text[at - 1] in _NO_WORD:
            continue
        word = text[at - 13 if at > 13 else 0 : at].rpartition(" ")[2].rpartition("\n")[2]
        if word in _SKIPPED:
            start = at - len(word)
            if word[0] == "N":
                docket = _DOCKET.match(text, start)
                if docket is not None:
                    found.append((start, docket.end(), DOCKET, docket, None))
            word = text[start - 14 if start > 14 else 0 : start - 1].rpartition(" ")[2].rstrip(",")
        if word[:1] in _OPENING:
            word = word.lstrip(_OPENING)
        kind = get(word)
        if kind is None and word[:1].isupper():
            book = _book(text, at + 1)
            if book is not None:
                found.append(book)
                continue
        if kind is None:
            if word[:2] != "Fe" and word[:4] != "F.R.":
                continue
            kind = RULE
        if kind == SECTION:
            found.append((text.rfind(word, 0, at), at + 1, SECTION, number, None))
        elif not _reach(_HEAVY[kind], kind, text, at, found, barren) and word == "R.":
            _reach(_RECORD, RECORD, text, at, found, barren)


#: The pages, and the edition and year, that close the citation of a book.
_BOOK_ENDS = re.compile(
    r"(?P<pages>\d+(?:[-–]\d+)?)(?:, nn?\. ?\d+)?(?= \((?:[^()]{0,40} )?(?:1[6-9]|20)\d\d\))"
)
_BOOK = re.compile(
    r"(?P<author>(?:\d{1,2} )?(?:[A-Z]\. ){1,3}[A-Z][\w’'-]+(?:(?:,| &"
    r"| and) (?:[A-Z]\. ){1,3}[A-Z][\w’'-]+)*),"
    r" (?P<title>[A-Z][^;:()]{3,90}?),? (?:at )?$"
)


def _book(text: str, at: int) -> Event | None:
    """A book by its author (by initials), title, page and year."""
    ends = _BOOK_ENDS.match(text, at)
    if ends is None:
        return None
    low = max(0, at - 150)
    low = max(low, text.rfind("\n", low, at) + 1)
    found = _BOOK.search(text, low, at)
    return (found.start(), ends.end(), TREATISE, found, None) if found is not None else None


_PARAGRAPH = re.compile(r"¶{1,2}\.? ?\d")


def _reach(
    pattern: re.Pattern[str],
    kind: int,
    text: str,
    at: int,
    found: list[Event],
    barren: dict[int, int],
) -> bool:
    """Adds the match that reaches over an offset, if there is one in its paragraph. ``barren`` is
    how far, for each kind, none begins: no place is looked at twice."""
    low = max(text.rfind("\n", max(0, at - _FAR), at) + 1, at - _FAR, barren.get(kind, 0))
    high = min(len(text), at + _FAR)
    for match in pattern.finditer(text, low, high):
        if match.start() > at:
            barren[kind] = match.start()
            return False
        if match.end() > at:
            event: Event = (match.start(), match.end(), kind, match, None)
            if not found or found[-1][:3] != event[:3]:
                found.append(event)
            return True
    barren[kind] = max(low, high - _FAR // 2)
    return False


def _order(event: Event) -> tuple[int, int]:
    return event[0], -event[1]
