"""Documents made of citation sentences whose every part is known, as the reader should read them.

A document is drawn part by part: signal, name, volume, reporter, page, pins, parallels, court and
year, parentheticals with citations in them, history; short forms, *Id.*, *supra*, names alone;
statutes, rules, constitutions, regulations. ``Row`` says what each citation must be read as.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from hypothesis import strategies as st

from prong.read import Citation, Reading


@dataclasses.dataclass
class Row:
    """A citation as written: what the reader must say of it."""

    kind: str
    text: str = ""
    name: str | None = None
    cite: str | None = None
    parallel: tuple[str, ...] = ()
    court: str | None = None
    year: int | None = None
    pins: tuple[str, ...] = ()
    signal: str | None = None
    carried: bool = False
    parentheticals: tuple[str, ...] = ()
    inside: int | None = None
    relation: str | None = None
    history: tuple[tuple[str, int], ...] = ()
    history_of: int | None = None
    refers_to: int | None = None


FIELDS = tuple(field.name for field in dataclasses.fields(Row))


def row(citation: Citation) -> Row:
    """A citation as the reader read it."""
    same = {name: getattr(citation, name) for name in FIELDS}
    same["parentheticals"] = tuple(paren.kind for paren in citation.parentheticals)
    same["history"] = tuple((one.how, one.citation) for one in citation.history)
    return Row(**same)


def rows(reading: Reading) -> list[Row]:
    return [row(citation) for citation in reading.citations]


SURNAMES = [
    "Alvarez", "Bickford", "Chaudhry", "Dorsett", "Eklund", "Fairbanks", "Gutierrez", "Holloway",
    "Ingersoll", "Jankowski", "Kowalczyk", "Larkin", "Moreau", "Nakamura", "O’Malley", "Pemberton",
    "Quintero", "Rasmussen", "Sandoval", "Thackeray", "Underhill", "Vandermeer", "Whitlock", "Xiong",
    "Yarborough", "Zamora", "al-Bihani", "McAllister", "Smith-Jones", "D’Amico", "St. Clair",
    "de la Cruz", "Van Buren",
]  # fmt: skip
OTHERS = (
    "United States", "City of Alden", "County of Mills", "Alden", "Doe", "Roe", "State",
    "Brown & Root, Inc.",
    "Bd. of Educ. of Mills", "Town of Castle Rock", "Alden Cty. Sheriff’s Dep’t", "Acme Corp.",
    "Secretary of State", "Comm’r of Soc. Sec.", "Unknown Agents of the Fed. Bureau",
    "Mills Mut. Ins. Co.",
    "Graham Bros. Co.", "Ass’n of Am. Physicians", "Ft. Mills Sch. Dist.", "N.L.R.B.",
)  # fmt: skip

#: Reporters with the courts that a citation to them names, and the ids of these.
CIRCUITS = (
    ("1st Cir.", "ca1"), ("2d Cir.", "ca2"), ("3d Cir.", "ca3"), ("4th Cir.", "ca4"),
    ("9th Cir.", "ca9"),
    ("11th Cir.", "ca11"), ("D.C. Cir.", "cadc"), ("Fed. Cir.", "cafc"), ("2nd Cir.", "ca2"),
)  # fmt: skip
DISTRICTS = (
    ("E.D. Cal.", "caed"), ("S.D.N.Y.", "nysd"), ("D. Mass.", "mad"), ("N.D. Ill.", "ilnd"),
    ("M.D. Pa.", "pamd"), ("W.D. Wash.", "wawd"), ("D. Or.", "ord"), ("S.D. Tex.", "txsd"),
)  # fmt: skip
CALIFORNIA = (("Cal.", "cal"), ("Cal. Ct. App.", "calctapp"))
EASTERN = (
    ("N.Y.", "ny"),
    ("Mass.", "mass"),
    ("Ill.", "ill"),
    ("Ohio", "ohio"),
    ("Ill. App. Ct.", "illappct"),
)
STATES = (("Or.", "or"), ("Wash.", "wash"), ("Ariz.", "ariz"), ("Colo.", "colo"), ("Kan.", "kan"))
NONE: tuple[tuple[str, str], ...] = ()
REPORTERS: tuple[tuple[str, tuple[tuple[str, str], ...], str | None], ...] = (
    ("U.S.", NONE, "scotus"),
    ("U. S.", NONE, "scotus"),
    ("S. Ct.", NONE, "scotus"),
    ("F.2d", CIRCUITS, None),
    ("F.3d", CIRCUITS, None),
    ("F. 3d", CIRCUITS, None),
    ("F.4th", CIRCUITS, None),
    ("F. App’x", CIRCUITS, None),
    ("F. Supp.", DISTRICTS, None),
    ("F. Supp. 2d", DISTRICTS, None),
    ("F. Supp. 3d", DISTRICTS, None),
    ("F.R.D.", DISTRICTS, None),
    ("P.2d", STATES, None),
    ("P.3d", STATES, None),
    ("N.E.2d", EASTERN, None),
    ("Cal. Rptr. 3d", CALIFORNIA, None),
    ("Cal. 4th", NONE, "cal"),
    ("N.Y.2d", NONE, "ny"),
)
NORMAL = {"U. S.": "U.S.", "F. 3d": "F.3d", "F. App’x": "F. App'x"}
SIGNALS = (
    ("See ", "see"), ("See also ", "see also"), ("Cf. ", "cf."), ("But see ", "but see"),
    ("Accord ", "accord"),
    ("See, e.g., ", "see, e.g."), ("See generally ", "see generally"), ("But cf. ", "but cf."),
    ("Contra ", "contra"), ("E.g., ", "e.g."), ("", None), ("", None), ("", None),
)  # fmt: skip
WEIGHTS = (
    ("en banc", "en-banc"), ("per curiam", "per-curiam"), ("plurality opinion", "plurality"),
    ("Larsen, J., dissenting", "opinion"), ("emphasis added", "emphasis"),
    ("citations omitted", "omission"),
    ("internal quotation marks omitted", "omission"), ("cleaned up", "omission"),
    ("alteration in original", "alteration"),
)  # fmt: skip
WORDS = (
    ("holding that a warrant was needed", "holding"),
    ("finding no such duty", "explanatory"),
    ("reasoning that an officer (or a deputy) may not wait", "explanatory"),
    ("“[a]n officer may not do this.”", "quotation"),
    ("noting the rule of § 1983", "explanatory"),
)
HISTORIES = (
    (", aff’d, ", "aff'd"), (", cert. denied, ", "cert. denied"), (", rev’d, ", "rev'd"),
    (", vacated, ", "vacated"), (", aff’d in part, ", "aff'd in part"),
    (", rev’d on other grounds, ", "rev'd on other grounds"), (", overruled by ", "overruled by"),
)  # fmt: skip
CODES = (
    ("42 U.S.C. § 1983", "statute", "42 U.S.C. § 1983"),
    ("28 U.S.C. §§ 1331, 1343", "statute", "28 U.S.C. §§ 1331, 1343"),
    ("18 U.S.C. § 242(a)(1)", "statute", "18 U.S.C. § 242(a)(1)"),
    ("42 U. S. C. § 2000e-2", "statute", "42 U.S.C. § 2000e-2"),
    ("29 C.F.R. § 1910.5(b)", "regulation", "29 C.F.R. § 1910.5(b)"),
    ("Cal. Penal Code § 187", "statute", "Cal. Penal Code § 187"),
    ("Fed. R. Civ. P. 56(a)", "rule", "Fed. R. Civ. P. 56(a)"),
    ("Fed. R. Evid. 403", "rule", "Fed. R. Evid. 403"),
    ("U.S. Const. amend. XIV, § 1", "constitution", "U.S. Const. amend. XIV, § 1"),
)
PROSE = (
    "The officers came to the door at night.",
    "No one disputes what the record shows of the stop.",
    "That is not enough to defeat the motion on this ground.",
    "The court below saw it otherwise, and it was mistaken.",
    "“Qualified immunity is no license,” as was once said.",
    "It was 9 a.m. on the 3d of the month, and 12 people were there.",
    "He had $3.50 and no. 5 of the list with him (or so he said).",
)


OPENING = (
    "Two officers entered a house at night without a warrant, and took from it a man who had done no wrong."
    " He sued them and the city, and the court below let the claim go on to trial. The officers have"
    " appealed, and they ask whether the law was clear when they came to the door."
)
QUOTATIONS = (
    "", "", "“The officer must wait at the door.”", "“No warrant, no entry!”",
    "The court said “there was no doubt of it.”",
    "“[T]he law was clear,” though “few had read it.”",
)  # fmt: skip


class Document:
    """A document being drawn: its text, and what each of its citations must be read as."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.text = ""
        self.rows: list[Row] = []
        first = draw(st.integers(0, len(SURNAMES) - 1))
        self.names = SURNAMES[first:] + SURNAMES[:first]
        self.volumes = list(range(100 + first, 180 + first))
        self.authorities: list[
            tuple[int, str, str, int]
        ] = []  # number, short name, short core, page
        self.plaintiffs: dict[int, str] = {}  # by number, the surname that alone can name the case
        self.last: int | None = None  # what Id. would mean
        self.stated: dict[int, str] = {}
        self.quotations: list[tuple[str, int]] = []  # each with the number of the citation it is of

    def pick(self, among: Any) -> Any:
        return self.draw(st.sampled_from(among))

    def chance(self, one_in: int) -> bool:
        return bool(self.draw(st.integers(1, one_in)) == 1)

    def pins(self, page: int) -> tuple[str, tuple[str, ...]]:
        """Pins as they are written after a comma or an ``at``, and as they are read."""
        written: list[str] = []
        read: list[str] = []
        at = page
        for _ in range(self.pick((1, 1, 1, 2, 3))):
            at += self.draw(st.integers(1, 9))
            form = self.draw(st.integers(0, 7))
            match form:
                case 0:
                    written.append(f"{at}-{at + 2}")
                    read.append(f"{at}-{at + 2}")
                    at += 2
                case 1:
                    written.append(f"{at}–{at + 2}")
                    read.append(f"{at}-{at + 2}")
                    at += 2
                case 2:
                    written.append(f"{at} n.{form + 3}")
                    read.append(f"{at} n.{form + 3}")
                case 3:
                    written.append(f"{at} & n.12")
                    read.append(f"{at} n.12")
                case _:
                    written.append(str(at))
                    read.append(str(at))
        return ", ".join(written), tuple(read)

    def party(self) -> str:
        """A surname that no other case of the document has."""
        return str(self.names.pop())

    def signal(self, opens: bool, carried: str | None) -> tuple[str, str | None, bool]:
        """A signal as written, as read, and whether an earlier one is carried here."""
        written, read = self.pick(SIGNALS)
        if not opens:
            written = written[:1].lower() + written[1:]
        if read is None and carried is not None:
            return "", carried, True
        return written, read, False

    def case(self, opens: bool, *, inside: int | None = None, depth: int = 0,
             relation: str | None = None, signal: str | None = None,
             carried: str | None = None) -> Row:  # fmt: skip
        """A full citation with all that may follow it; a ``relation`` stands before it already."""
        is_carried = False
        if relation is None:
            lead, signal, is_carried = self.signal(opens, carried)
            self.text += lead
        number = len(self.rows) + 1
        one = Row(
            "full", signal=signal, carried=is_carried, inside=inside, relation=relation or None
        )
        self.rows.append(one)
        start = len(self.text)
        surname = self.party()
        form = self.draw(st.integers(-4, 9))
        if form == -4:
            one.name = f"{surname} ex rel. Doe v. {self.pick(OTHERS)}"
        elif form == -3:
            one.name = f"Estate of {surname} v. {self.pick(OTHERS)}"
        elif form == -2:
            one.name = f"{surname} & Sons, Inc. v. {self.pick(OTHERS)}"
        elif form == -1:
            one.name = f"{surname}, Jr. v. {self.pick(OTHERS)}"
        elif form == 0:
            one.name = f"In re {surname}"
        elif form == 1:
            one.name = f"Ex parte {surname}"
        elif form < 5:
            one.name = f"{self.pick(OTHERS)} v. {surname}"
        else:
            one.name = f"{surname} v. {self.pick(OTHERS)}"
            self.plaintiffs[number] = surname
        self.text += f"{one.name}, "
        volume = self.volumes.pop()
        page = self.draw(st.integers(1, 1400))
        year = self.draw(st.integers(1890, 2024))
        one.year = year
        if self.chance(9):
            self.database(one, year)
        elif self.chance(12):
            self.slip(one, year)
        else:
            reporter, courts, court = self.pick(REPORTERS)
            normal = NORMAL.get(reporter, reporter)
            one.cite = f"{volume} {normal} {page}"
            self.text += f"{volume} {reporter} {page}"
            if self.chance(2):
                written, one.pins = self.pins(page)
                self.text += f", {written}"
            if court and reporter != "S. Ct." and self.chance(4):
                one.parallel = (f"{volume} S. Ct. {page + 1}", f"{volume} L. Ed. 2d {page + 2}")
                self.text += f", {', '.join(one.parallel)}"
            one.court = court
            if courts:
                named, one.court = self.pick(courts)
                self.text += f" ({named} {year})"
            else:
                self.text += f" ({year})"
            self.authorities.append((number, surname, f"{volume} {reporter}", page))
        self.stated[number] = one.cite or ""
        one.text = self.text[start:]
        self.parens(one, number, depth)
        if depth == 0 and one.kind == "full" and self.chance(6):
            self.later(one, number)
        return one

    def database(self, one: Row, year: int) -> None:
        """An unreported decision in a database, with its docket number."""
        number = self.draw(st.integers(10000, 9999999))
        one.kind = "database"
        one.cite = self.pick((f"{year} WL {number}", f"{year} U.S. Dist. LEXIS {number}"))
        began, filed = self.draw(st.integers(10, 24)), self.draw(st.integers(100, 9999))
        self.text += f"No. {began}-cv-{filed}, {one.cite}"
        if self.chance(2):
            star = self.draw(st.integers(1, 30))
            one.pins = (f"*{star}",)
            self.text += f", at *{star}"
        named, one.court = self.pick(DISTRICTS)
        day = self.pick(("", "May 5, ", "Sept. 12, ", "Dec. 1, "))
        self.text += f" ({named} {day}{year})"

    def slip(self, one: Row, year: int) -> None:
        """A decision cited by its docket number."""
        one.kind = "docket"
        one.cite = f"No. {self.draw(st.integers(10, 24))}-{self.draw(st.integers(100, 9999))}"
        self.text += one.cite
        if self.chance(2):
            page = self.draw(st.integers(1, 60))
            one.pins = (str(page),)
            self.text += f", slip op. at {page}"
        named, one.court = self.pick(CIRCUITS)
        self.text += f" ({named} {self.pick(('', 'May 5, ', 'Oct. 31, '))}{year})"

    def parens(self, one: Row, number: int, depth: int) -> None:
        """Parentheticals: weight, words, or other citations."""
        kinds: list[str] = []
        for _ in range(self.pick((0, 0, 0, 1, 1, 2))):
            what = self.draw(st.integers(0, 4))
            if what == 4 and self.authorities:
                relation = self.pick(("quoting", "citing"))
                self.text += f" ({relation} "
                self.refer(False, number, relation)
                self.text += ")"
                kinds.append(relation)
            elif what == 0 and depth < 3 and len(self.names) > 4:
                relation = self.pick(("quoting", "citing"))
                self.text += f" ({relation} "
                kinds.append(relation)
                self.case(False, inside=number, depth=depth + 1, relation=relation)
                if relation == "citing" and self.chance(3) and len(self.names) > 4:
                    self.text += "; "
                    self.case(False, inside=number, depth=depth + 1, relation=relation)
                self.text += ")"
            elif what == 1:
                words, kind = self.pick(WORDS)
                self.text += f" ({words})"
                kinds.append(kind)
                if kind == "quotation":
                    self.quotations.append((words, number))
                if "§" in words:
                    self.rows.append(Row("section", "§ 1983", cite="§ 1983", inside=number))
            else:
                words, kind = self.pick(WEIGHTS)
                self.text += f" ({words})"
                kinds.append(kind)
        one.parentheticals = tuple(kinds)

    def later(self, one: Row, number: int) -> None:
        """What became of a decision."""
        written, how = self.pick(HISTORIES)
        self.text += written
        volume = self.volumes.pop()
        page = self.draw(st.integers(1, 1400))
        year = self.draw(st.integers(1950, 2024))
        text = f"{volume} U.S. {page} ({year})"
        cite = f"{volume} U.S. {page}"
        self.text += text
        self.rows.append(
            Row("full", text, None, cite, court="scotus", year=year, history_of=number)
        )
        one.history = ((how, len(self.rows)),)

    def refer(self, opens: bool, inside: int | None = None, relation: str | None = None) -> None:
        """A short form or a *supra* of an authority cited before."""
        number, surname, core, page = self.pick(self.authorities)
        written, pins = self.pins(page)
        lead, signal, _ = self.signal(opens, None) if inside is None else ("", None, False)
        self.text += lead
        start = len(self.text)
        one = Row("short", cite=self.stated[number], pins=pins, signal=signal, refers_to=number,
                  inside=inside, relation=relation)  # fmt: skip
        form = self.draw(st.integers(0, 3))
        if form == 0:
            one.kind, one.name = "supra", surname
            self.text += f"{surname}, supra, at {written}"
        elif form == 1:
            self.text += f"{core} at {written}"
        else:
            one.name = surname
            self.text += f"{surname}, {core} at {written}"
        one.text = self.text[start:]
        self.rows.append(one)
        if inside is None:
            self.last = number

    def same(self) -> None:
        """*Id.*, after a citation of one authority alone."""
        assert self.last is not None
        cited = self.rows[self.last - 1]
        lead, signal, _ = self.signal(True, None)
        one = Row("id", cite=cited.cite, signal=signal, refers_to=self.last)
        start = len(self.text) + len(lead)
        self.text += f"{lead}{'id' if lead else 'Id'}."
        if cited.kind == "full" and self.chance(2):
            page = int((cited.cite or "0").rpartition(" ")[2])
            written, one.pins = self.pins(page)
            self.text += f" at {written}"
        one.text = self.text[start:]
        self.rows.append(one)
        self.parens(one, len(self.rows), 2)
        self.close()

    def close(self) -> None:
        """Ends a sentence."""
        if not self.text.endswith("."):
            self.text += "."
        self.text += " "

    def sentence(self) -> None:
        """One sentence: of prose, or of citations."""
        form = self.draw(st.integers(0, 9))
        if form < 2:
            self.text += self.pick(PROSE) + " "
        elif form == 2:
            written, kind, cite = self.pick(CODES)
            lead, signal, _ = self.signal(True, None)
            self.rows.append(Row(kind, written, cite=cite, signal=signal))
            self.text += f"{lead}{written}"
            self.close()
            self.last = None
        elif form == 3 and self.last is not None:
            self.same()
        elif form == 4 and self.authorities:
            self.refer(True)
            self.parens(self.rows[-1], len(self.rows), 2)
            self.close()
        elif form == 5 and self.plaintiffs:
            number = self.pick(sorted(self.plaintiffs))
            surname = self.plaintiffs[number]
            self.text += self.pick(("This court is bound by ", "The case is governed by "))
            if surname[0].isupper():
                self.rows.append(
                    Row("name", surname, surname, self.stated[number], refers_to=number)
                )
            self.text += f"{surname}. "
            self.last = None
        elif form == 6 and len(self.names) > 10:
            self.text += self.pick(("In ", "As was said in ", "The rule of "))
            number = len(self.rows) + 1
            self.case(False, relation="")
            self.text += self.pick((", the court held otherwise. ", ", no warrant was shown. "))
            self.last = number if len(self.rows) == number else None
        elif form == 7 and len(self.names) > 10:
            self.text += "Compare "
            self.case(False, relation="", signal="compare")
            self.text += ", with "
            self.case(False, relation="", signal="with")
            self.last = None
            self.close()
        elif len(self.names) > 10:
            quotation = self.pick(QUOTATIONS)
            if quotation:
                self.text += f"{quotation} "
                marked = re.findall("“[^”]+”", quotation)
                self.quotations += [(words, len(self.rows) + 1) for words in marked]
            top = self.case(True)
            self.last = self.rows.index(top) + 1
            while self.chance(3) and len(self.names) > 10:
                self.text += "; "
                top = self.case(False, carried=top.signal)
                self.last = None
            self.close()


@st.composite
def documents(draw: Any, sentences: int = 7, opening: bool = True) -> Document:
    """A document of one or more paragraphs, of which the first is of prose, if there is an opening."""
    made = Document(draw)
    if opening:
        made.text = f"{OPENING}\n\n"
    for _ in range(draw(st.integers(1, sentences))):
        made.sentence()
        if draw(st.integers(0, 5)) == 0:
            made.text = made.text.rstrip(" ") + "\n\n"
    made.text = made.text.strip()
    return made
