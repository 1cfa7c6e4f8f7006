r"""Rich Text Format as text: its words, paragraphs, tables and footnotes.

One pass over the tokens of the file with a stack of what each open group has set, so that no depth
of groups costs more than its length. Offsets are those of the bytes of the file.
"""

from __future__ import annotations

import codecs
import re

from prong.faults import FileFault, Place
from prong.read.formats.flow import LINE, PARAGRAPH, Aside, Flow, Link
from prong.read.formats.plain import replaced
from prong.read.formats.source import Source

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?[0-9]{1,10})?[0-9]* ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<end>[\r\n]+)"
    r"|(?P<words>[^\\{}\r\n]+)|(?P<stray>\\)"
)
#: What stands for one character.
_CHARACTERS = {
    "tab": "\t", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
_SYMBOLS = {"\\": "\\", "{": "{", "}": "}", "~": "\xa0", "_": "-", "\t": "\t"}
_BREAKS = {
    "par": PARAGRAPH, "sect": PARAGRAPH, "row": PARAGRAPH, "nestrow": PARAGRAPH, "line": LINE,
    "page": "\f", "\n": PARAGRAPH, "\r": PARAGRAPH,
}  # fmt: skip

#: Groups that hold no words of the document.
_SKIPPED = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "filetbl", "listtable", "revtbl"}
    | {"listoverridetable", "rsidtbl", "generator", "objdata", "nonshppict", "shprslt", "xmlnstbl"}
    | {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
    | {
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "sp",
        "xe",
        "tc",
        "annotation",
    }
    | {"themedata", "colorschememapping", "latentstyles", "datastore", "bkmkend", "txe", "rxe"}
)
#: Groups marked as passable by who does not know them, which are known here.
_KNOWN = frozenset({"shpinst", "shptxt", "shppict", "nesttableprops"})
#: Groups whose words are an instruction or a name.
_SAID = frozenset({"fldinst", "bkmkstart"})

#: Twips from both margins from which a paragraph is a block quotation.
INDENT = 360
_DEPTH = 10_000
_SAID_AT_MOST = 2_000
_HYPERLINK = re.compile(r"""\s*HYPERLINK\s+(?:\\l\s*)?"?(#?)([^"\s]*)"?""")
_NOTE_NAME = re.compile(r"foot|note|ftn|fn", re.IGNORECASE)


def read(raw: bytes, name: str | None) -> Source:
    """The text of a rich text file."""
    start = raw.find(b"{\\rtf", 0, 4096)
    if start < 0:
        raise FileFault(
            'This is not a rich text file; it does not begin with "{\\rtf".', place=Place(name)
        )
    return _Rtf(raw.decode("latin-1"), name).read(start)


class _Field:
    """A field: where it leads, once its instruction has been read."""

    __slots__ = ("to",)

    def __init__(self) -> None:
        self.to = ""


class _Group:
    """What a group has set; a group within it begins with the same. ``ends`` says what its end
    completes: a note, an instruction, a bookmark or the words of a link."""

    __slots__ = (
        "ends",
        "field",
        "left",
        "outline",
        "right",
        "said",
        "skip",
        "start",
        "uc",
        "unseen",
    )

    def __init__(self, outer: _Group | None = None) -> None:
        self.ends = ""
        self.start = 0
        if outer is None:
            self.skip = self.unseen = self.said = False
            self.uc, self.left, self.right, self.outline = 1, 0, 0, 9
            self.field: _Field | None = None
        else:
            self.skip, self.unseen, self.said = outer.skip, outer.unseen, outer.said
            self.uc, self.left, self.right = outer.uc, outer.left, outer.right
            self.outline, self.field = outer.outline, outer.field


class _Rtf:
    """A rich text file being read."""

    def __init__(self, data: str, name: str | None) -> None:
        self.data, self.name = data, name
        self.flow = Flow(name)
        self.group = _Group()
        self.stack: list[_Group] = []
        self.starred = False
        self.ignore = 0
        self.high: tuple[int, int] | None = None
        self.said: list[str] = []
        self.asides: list[tuple[Aside, int]] = []
        self.anchors: list[tuple[int, str]] = []
        self.paragraph = 0
        self.in_row = False
        self.replaced = 0
        self.codec("cp1252")

    def read(self, at: int) -> Source:
        match = _TOKEN.match(self.data, at)
        while match:
            at = match.end()
            kind = match.lastgroup
            if kind == "words":
                if not self.group.skip:
                    self.words(match.group(), match.start())
            elif kind == "brace":
                if match.group() == "{":
                    self.begin()
                else:
                    self.end()
                    if not self.stack:
                        break
            elif kind in ("word", "number"):
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin":
                    at += max(0, number or 0)
                else:
                    self.word(match["word"], number, match.start())
                self.starred = False
            elif kind == "hex":
                if not self.group.skip:
                    self.byte(int(match["hex"], 16), match.start())
            elif kind == "symbol":
                self.symbol(match["symbol"], match.start())
            match = _TOKEN.match(self.data, at)
        if self.stack:
            self.flow.remarks.append(
                "The file ends in the middle of its text; what followed is missing."
            )
        while self.stack:
            self.end()
        self.close_paragraph()
        if self.replaced:
            self.flow.remarks.append(replaced(self.replaced))
        return self.flow.source("rtf")

    def codec(self, name: str) -> None:
        """The code page of bytes beyond ASCII, with a table where each byte is one character."""
        try:
            codecs.lookup(name)
            single = len(bytes(range(128, 256)).decode(name, "replace")) == 128
        except (LookupError, ValueError):
            return
        self.decoder = None if single else codecs.getincrementaldecoder(name)("replace")
        table = bytes(range(256)).decode(name, "replace") if single else ""
        self.table: dict[int, str | int] = {i: " " for i in range(32) if i != 9}
        self.table |= {i: ord(table[i]) for i in range(128, 256)} if single else {}

    def begin(self) -> None:
        if len(self.stack) >= _DEPTH:
            raise FileFault(
                "The rich text holds groups within groups, deeper than any word processor "
                "writes them.",
                place=Place(self.name),
                expected=f"at most {_DEPTH:,} levels",
            )
        self.stack.append(self.group)
        self.group = _Group(self.group)
        self.starred, self.ignore = False, 0

    def end(self) -> None:
        group = self.group
        self.ignore, self.starred = 0, False
        self.lone()
        if group.ends == "footnote":
            self.close_paragraph()
            kept, self.paragraph = self.asides.pop()
            count = str(len(self.flow.lifted) + 1)
            if self.flow.at > group.start:
                self.flow.lift(count, group.start, group.start)
            self.flow.resume(kept)
        elif group.ends == "fldinst":
            match = _HYPERLINK.match("".join(self.said))
            if match and group.field:
                group.field.to = match.group(2)
            self.said.clear()
        elif group.ends == "bkmkstart":
            name = "".join(self.said).strip()
            if _NOTE_NAME.search(name):
                self.anchors.append((self.flow.at, name))
            self.said.clear()
        elif group.ends == "fldrslt" and group.field and group.field.to:
            to = group.field.to
            if self.flow.at > group.start:
                notish = _NOTE_NAME.search(to) is not None
                self.flow.links.append(Link(group.start, self.flow.at, to, notish))
        self.group = self.stack.pop()

    def word(self, word: str, number: int | None, at: int) -> None:
        group = self.group
        if word in _SKIPPED or (self.starred and word not in _KNOWN and word not in _SAID):
            if word == "pict" and not group.skip and not group.said:
                self.flow.space()
            group.skip = True
        if group.skip:
            return
        if word in _CHARACTERS:
            if self.ignore:
                self.ignore -= 1
            elif word == "tab":
                if not group.said and not group.unseen:
                    self.flow.space(at, "\t")
            else:
                self.put(_CHARACTERS[word], at)
        elif word == "u":
            self.unicode((number or 0) % 0x10000, at)
            self.ignore = group.uc
        elif word in _BREAKS or word in ("cell", "nestcell"):
            self.ends(word)
        elif group.ends and word in (*_SAID, "footnote", "fldrslt"):
            return
        elif word in _SAID:
            group.said, group.ends = True, word
            self.said.clear()
        elif word == "footnote":
            group.ends, group.start = word, self.flow.at
            self.asides.append((self.flow.aside(), self.paragraph))
            self.paragraph = self.flow.at
        elif word == "fldrslt":
            group.ends, group.start = word, self.flow.at
        else:
            self.sets(word, number)

    def sets(self, word: str, number: int | None) -> None:
        """A word that changes how what follows is read."""
        group = self.group
        match word:
            case "uc":
                group.uc = min(max(number or 0, 0), 16)
            case "field":
                group.field = _Field()
            case "v" | "deleted":
                group.unseen = number != 0
            case "plain":
                group.unseen = False
            case "pard":
                group.left, group.right, group.outline = 0, 0, 9
            case "li" | "lin":
                group.left = number or 0
            case "ri" | "rin":
                group.right = number or 0
            case "outlinelevel":
                group.outline = number if number is not None else 9
            case "trowd":
                self.in_row = True
            case "mac":
                self.codec("mac_roman")
            case "pc":
                self.codec("cp437")
            case "pca":
                self.codec("cp850")
            case "ansicpg" if number:
                known = {10000: "mac_roman", 65001: "utf-8"}
                self.codec(known.get(number, f"cp{number}"))

    def ends(self, word: str) -> None:
        """The end of a line, a paragraph, a cell or a row. Nothing stands in for a character
        across it."""
        self.ignore = 0
        if self.group.said:
            return
        if word in ("line", "\n", "\r") and _BREAKS[word] == LINE:
            self.flow.breaks(LINE)
            return
        self.close_paragraph()
        if word in ("cell", "nestcell"):
            if not self.flow.broken:
                self.flow.space(None, "\t")
            return
        self.flow.breaks(_BREAKS[word])
        if word == "row":
            self.in_row = False
        if not self.in_row:
            for start, name in self.anchors:
                self.flow.place(name, start, self.flow.at)
            self.anchors.clear()

    def close_paragraph(self) -> None:
        """What the paragraph now ended is: a heading, a block quotation or neither."""
        group = self.group
        if 0 <= group.outline < 9:
            self.flow.heading(self.paragraph, group.outline + 1)
        elif group.left >= INDENT and group.right >= INDENT:
            self.flow.block(self.paragraph)
        self.paragraph = self.flow.at

    def symbol(self, symbol: str, at: int) -> None:
        if symbol == "*":
            self.starred = True
        elif self.group.skip:
            return
        elif self.ignore and symbol not in "\r\n":
            self.ignore -= 1
        elif symbol in "\r\n":
            self.ends(symbol)
        elif symbol in _SYMBOLS:
            self.put(_SYMBOLS[symbol], at + 1 if symbol in "\\{}" else at)

    def words(self, text: str, at: int) -> None:
        if self.ignore:
            passed = min(self.ignore, len(text))
            self.ignore -= passed
            text, at = text[passed:], at + passed
        if not text.isascii() and self.decoder:
            for i, c in enumerate(text):
                self.byte(ord(c), at + i)
        else:
            self.put(text.translate(self.table), at)

    def byte(self, byte: int, at: int) -> None:
        if self.ignore:
            self.ignore -= 1
        elif self.decoder:
            self.put(self.decoder.decode(bytes([byte])), at)
        else:
            self.put(chr(byte).translate(self.table), at)

    def unicode(self, code: int, at: int) -> None:
        """A character by its number; one beyond the first 65,536 comes in two halves."""
        high = self.high
        if 0xDC00 <= code < 0xE000 and high:
            self.high = None
            self.put(chr(0x10000 + ((high[0] - 0xD800) << 10) + code - 0xDC00), high[1])
            return
        self.lone()
        if 0xD800 <= code < 0xDC00:
            self.high = code, at
        elif code == 0xAD:
            return
        else:
            self.put("\ufffd" if 0xDC00 <= code < 0xE000 else chr(code or 0xFFFD), at)

    def lone(self) -> None:
        """A first half without its second."""
        if self.high:
            at, self.high = self.high[1], None
            self.put("\ufffd", at)

    def put(self, text: str, at: int) -> None:
        """Words of the document, or of the instruction or name that is being read."""
        if self.high and text:
            self.lone()
        if self.group.said:
            if len(self.said) < _SAID_AT_MOST:
                self.said.append(text[:_SAID_AT_MOST])
            return
        if self.group.unseen or self.group.skip:
            return
        self.replaced += text.count("\ufffd")
        self.flow.phrase(text, at)
