"""A Word file as text: its paragraphs in order, as they read with every change accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from prong.read.formats.flow import LINE, PARAGRAPH, Flow
from prong.read.formats.package import Package
from prong.read.formats.source import Source
from prong.values import frozen

V = TypeVar("V")

#: Twips from both margins from which a paragraph is a block quotation.
INDENT = 360

_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_QUOTATION = re.compile(r"quot|\bblock(?! ?diagram)", re.IGNORECASE)

#: Elements whose words are not the document's: what was deleted or moved away, what an older
#: program would show in place of a shape, drawings, instructions of fields.
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "rt", "sdtPr"})
_OFF = frozenset({"0", "false", "off"})
#: Separators between text and notes are kept among the notes.
_NO_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@frozen
class _Style:
    """What a style says of its paragraphs: None where it leaves that to the style it rests on."""

    name: str = ""
    rests_on: str | None = None
    outline: int | None = None
    left: int | None = None
    right: int | None = None


@frozen
class _Call:
    """Where the text calls a note: its kind and id in the file, and a mark given in place of a
    number."""

    kind: str
    id: str
    marker: int
    custom: bool = False


def read(raw: bytes, name: str | None) -> Source:
    """The text of a Word file, with the notes in the order in which they are called."""
    package = Package(raw, name)
    flow = Flow(name)
    styles = _styles(package)
    body = _Body(flow, styles)
    package.parse(package.main, body.begins, body.ends, body.words)
    body.close()
    calls = {(call.kind, call.id): call for call in reversed(body.calls)}
    numbers = _numbers(body.calls, body.marks)
    for kind in ("footnote", "endnote"):
        part = package.beside(f"{kind}s.xml")
        if part and any(call.kind == kind for call in body.calls):
            notes = _Body(flow, styles, kind)
            notes.called = {
                id: (numbers[kind, id], call.marker) for (k, id), call in calls.items() if k == kind
            }
            package.parse(part, notes.begins, notes.ends, notes.words)
            notes.close()
    return flow.source("docx", mapped=False)


class _Body:
    """One part being read. Text boxes wait for the end of the paragraph that they are fixed to."""

    def __init__(self, flow: Flow, styles: dict[str, _Style], kind: str = "") -> None:
        self.flow, self.styles, self.kind = flow, styles, kind
        self.called: dict[str, tuple[str, int]] = {}
        self.calls: list[_Call] = []
        self.marks: dict[tuple[str, str], str] = {}
        self.skip = 0
        self.choices: list[bool] = []
        self.boxes = 0
        self.boxed: list[str] = []
        self.paragraphs: list[_Style] = []
        self.start = 0
        self.cells: list[int] = []
        self.in_properties = self.in_words = self.hidden = self.joined = False
        self.marking: tuple[str, str] | None = None
        self.note: tuple[str, int] | None = None

    def begins(self, name: str, given: dict[str, str]) -> None:
        if self.skip:
            self.skip += 1
        elif name in _SKIPPED or self._passed_over(name):
            self.joined |= name == "del" and self.in_properties and len(self.paragraphs) == 1
            self.skip = 1
        elif self.in_properties:
            self._property(name, given)
        else:
            self._begins(name, given)

    def _passed_over(self, name: str) -> bool:
        """Whether an element only repeats, for other programs, what was read already."""
        if name == "AlternateContent":
            self.choices.append(False)
        elif name in ("Choice", "Fallback") and self.choices:
            seen, self.choices[-1] = self.choices[-1], True
            return seen
        return False

    def _property(self, name: str, given: dict[str, str]) -> None:
        style = self.paragraphs[-1] if self.paragraphs else _Style()
        style = (
            replace(style, rests_on=given.get("val"))
            if name == "pStyle"
            else _set(style, name, given)
        )
        if self.paragraphs:
            self.paragraphs[-1] = style

    def _begins(self, name: str, given: dict[str, str]) -> None:
        match name:
            case "p":
                if not self.paragraphs and not self.joined:
                    self.start = self.flow.at
                self.joined = self.joined and bool(self.paragraphs)
                self.paragraphs.append(_Style())
            case "pPr":
                self.in_properties = True
            case "r":
                self.hidden = False
            case "vanish":
                self.hidden = given.get("val", "1") not in _OFF
            case "t":
                self.in_words = True
            case "tab" | "ptab":
                self._gap("\t")
            case "br" | "cr":
                self._break(PARAGRAPH if given.get("type") == "page" else LINE)
            case "noBreakHyphen":
                self._write("-")
            case "sym":
                self._write(_symbol(given))
            case "footnoteReference" | "endnoteReference":
                self._call(name.removesuffix("Reference"), given)
            case "footnote" | "endnote":
                id = given.get("id", "")
                if name == self.kind and given.get("type") not in _NO_NOTE and id in self.called:
                    self.flow.breaks(PARAGRAPH)
                    self.note = id, self.flow.at
                else:
                    self.skip = 1
            case "txbxContent":
                self.boxes += 1
            case "tc":
                self.cells.append(self.flow.at)

    def ends(self, name: str) -> None:
        if self.skip:
            self.skip -= 1
            if name == "AlternateContent" and not self.skip and self.choices:
                self.choices.pop()
            return
        match name:
            case "pPr":
                self.in_properties = False
            case "t":
                self.in_words = False
            case "r":
                self.hidden, self.marking = False, None
            case "p":
                self._paragraph()
            case "AlternateContent" if self.choices:
                self.choices.pop()
            case "txbxContent" if self.boxes:
                self.boxes -= 1
            case "tc" if self.cells:
                if self.flow.at > self.cells.pop() and not self.boxes:
                    self.flow.broken = ""
                    self.flow.space(None, "\t")
            case "tr":
                self._break(PARAGRAPH)
            case "footnote" | "endnote" if self.note:
                (id, start), self.note = self.note, None
                if self.flow.at > start:
                    self.flow.lift(*self.called[id], start)

    def words(self, text: str) -> None:
        if self.in_words and not self.skip:
            self._write(_SPACES.sub(" ", text))

    def close(self) -> None:
        """Ends what the part leaves open."""
        self._boxed()

    def _write(self, text: str) -> None:
        if self.hidden or not text:
            return
        if self.marking:
            self.marks[self.marking] = (self.marks.get(self.marking, "") + text)[:20]
        elif self.boxes:
            self.boxed.append(text)
        else:
            self.flow.phrase(text)

    def _gap(self, text: str) -> None:
        if self.boxes:
            self.boxed.append(text)
        else:
            self.flow.space(None, text)

    def _break(self, how: str) -> None:
        if self.boxes:
            self.boxed.append(how)
        else:
            self.flow.breaks(how)

    def _call(self, kind: str, given: dict[str, str]) -> None:
        if self.boxes or self.kind or self.hidden:
            return
        id = given.get("id", "")
        custom = given.get("customMarkFollows", "0") not in _OFF
        self.calls.append(_Call(kind, id, self.flow.at, custom))
        self.marking = (kind, id) if custom else None

    def _paragraph(self) -> None:
        style = self.paragraphs.pop() if self.paragraphs else _Style()
        if self.boxes:
            self.boxed.append(PARAGRAPH)
            return
        if self.joined:
            return
        level, quoted = _kind(style, self.styles)
        if level:
            self.flow.heading(self.start, level)
        elif quoted:
            self.flow.block(self.start)
        self.flow.breaks(PARAGRAPH)
        self._boxed()

    def _boxed(self) -> None:
        for paragraph in "".join(self.boxed).split(PARAGRAPH):
            for line in paragraph.split(LINE):
                if line.strip():
                    self.flow.phrase(line)
                    self.flow.breaks(LINE)
            self.flow.breaks(PARAGRAPH)
        self.boxed.clear()


_SPACES = re.compile(r"[\t\n\r\f\0]")
_WHOLE = re.compile(r"-?[0-9]{1,9}")


def _number(given: str | None) -> int | None:
    return int(given) if given and _WHOLE.fullmatch(given) else None


def _set(style: _Style, name: str, given: dict[str, str]) -> _Style:
    """A style after a property that a paragraph and a named style state alike."""
    if name == "outlineLvl":
        return replace(style, outline=_number(given.get("val")))
    if name == "ind":
        left, right = _indents(given)
        return replace(style, left=left, right=right)
    return style


def _indents(given: dict[str, str]) -> tuple[int | None, int | None]:
    left = _number(given.get("left", given.get("start")))
    return left, _number(given.get("right", given.get("end")))


def _symbol(given: dict[str, str]) -> str:
    """A character given by its number. In a font of pictures the number says nothing."""
    try:
        code = int(given.get("char", "")[:6], 16)
    except ValueError:
        return ""
    if 0xF000 <= code < 0xF100:
        pictures = re.search("symbol|dings", given.get("font", ""), re.IGNORECASE)
        return "" if pictures else chr(code - 0xF000)
    return chr(code) if 31 < code < 0xD800 else ""


def _styles(package: Package) -> dict[str, _Style]:
    """The paragraph styles of the file by their ids."""
    part = package.beside("styles.xml")
    found: dict[str, _Style] = {}
    current: list[str] = []

    def begins(name: str, given: dict[str, str]) -> None:
        if name == "style":
            current[:] = [given.get("styleId", "")]
            found[current[0]] = _Style(name=current[0])
        elif current:
            style = found[current[0]]
            if name == "name":
                style = replace(style, name=given.get("val", ""))
            elif name == "basedOn":
                style = replace(style, rests_on=given.get("val"))
            else:
                style = _set(style, name, given)
            found[current[0]] = style

    def ends(name: str) -> None:
        if name == "style":
            current.clear()

    if part:
        package.parse(part, begins, ends, lambda text: None)
    return found


def _kind(own: _Style, styles: dict[str, _Style]) -> tuple[int, bool]:
    """The level of a heading, or 0, and whether a paragraph is a block quotation."""
    chain = [own]
    while (next := styles.get(chain[-1].rests_on or "")) and len(chain) < 20:
        chain.append(next)
    outline = _first(style.outline for style in chain)
    if outline is None:
        names = [own.rests_on or "", *(style.name for style in chain[1:2])]
        named = _first(_HEADING.fullmatch(name.strip()) for name in names)
        outline = int(named.group(1)) - 1 if named else 9
    if 0 <= outline < 9:
        return outline + 1, False
    left, right = _first(s.left for s in chain), _first(s.right for s in chain)
    quoted = any(_QUOTATION.search(style.name) for style in chain)
    return 0, quoted or ((left or 0) >= INDENT and (right or 0) >= INDENT)


def _first(values: Iterable[V | None]) -> V | None:
    return next((value for value in values if value is not None), None)


def _numbers(calls: list[_Call], marks: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The number of each note: its mark if it has one of its own, else by the order in which the
    notes are called. Endnotes are counted in Roman numerals where there are footnotes too."""
    made: dict[tuple[str, str], str] = {}
    counts = {"footnote": 0, "endnote": 0}
    both = {call.kind for call in calls} == set(counts)
    for call in calls:
        key = call.kind, call.id
        if key in made:
            continue
        mark = marks.get(key, "").strip() if call.custom else ""
        if not mark:
            counts[call.kind] += 1
            mark = str(counts[call.kind])
            if both and call.kind == "endnote":
                mark = _roman(counts[call.kind])
        made[key] = mark
    return made


def _roman(number: int) -> str:
    if number >= 40:
        return str(number)
    made = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        made += letters * count
    return made
