"""A web page as text: paragraphs, headings, block quotations, and footnotes that are linked."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from prong.read.formats import limits, plain
from prong.read.formats.flow import LINE, PARAGRAPH, Flow, Link
from prong.read.formats.markup import RAW, End, Start, Words, resolved, tokens
from prong.read.formats.source import Source

#: Elements that a reader does not see, or that lead to other pages.
_UNSEEN = frozenset(
    {"head", "nav", "template", "svg", "math", "noscript", "button", "select", "object", "canvas"}
    | {"audio", "video", "datalist", *RAW}
)
#: Elements that are paragraphs of their own. The last ones are of pages that hold
#: opinions as XML.
_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "menu", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption", "legend",
    "listing", "plaintext", "opinion", "footnote", "footnote_body", "author", "parties",
    "casename", "docketnumber", "court", "decisiondate", "attorneys", "judges", "headnotes",
    "syllabus",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "pagebreak",
})  # fmt: skip
_CELL = frozenset({"td", "th"})
_STRUCTURE = _BLOCK | _CELL
_MARKS = frozenset({"footnotemark", "footnote_reference"})
_PAGES = frozenset({"page-number", "page_number"})
_FOLLOWED = _MARKS | _PAGES | {"a", "sup"}
_MATTERS = _UNSEEN | _STRUCTURE | _VOID | _FOLLOWED
_SOFT_HYPHEN = "\xad"
_HEADING = re.compile(r"h([1-6])")
#: What a start tag ends when it stands at the top: a paragraph has no paragraph within it.
_ENDS = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"},
    "td": {"td", "th"}, "th": {"td", "th"}, "tbody": {"tr", "td", "th"}, "a": {"a"},
}  # fmt: skip

_PAGE_CLASS = re.compile(r"star-pag|page-?(?:label|number|num)\b|pagenum|starpage", re.IGNORECASE)
_NOTE_CLASS = re.compile(
    r"(?<![a-z])(?:doc-)?(?:(?:foot|end)-?note|note-?ref|fn)(?!s)", re.IGNORECASE
)
_LABEL = re.compile(r"\s*[\[(]?\s*(\d{1,4}|[*†‡§¶]{1,5}|[a-z])\s*(?:[\]).]|\s|$)")
_NOTE_NAME = re.compile(
    r"(?:^|[^a-z])(?:_?ftn|fn|f|n|note|footnote|foot|endnote|en|edn)[^a-z]*\d", re.I
)
_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([a-zA-Z0-9_-]{1,30})""",
    re.IGNORECASE,
)

#: The most elements within one another that are followed; browsers stop at 512.
_DEPTH = 2_000


class _Open(NamedTuple):
    """An element that has begun: where in the file and in the text, and what it may be."""

    name: str
    at: int
    start: int
    parts: int
    ids: tuple[str, ...]
    to: str
    notish: bool
    page: bool
    outermost: bool


def read(raw: bytes, name: str | None) -> Source:
    """The text of a page, each stretch of it with its offset in the decoded file."""
    declared = _CHARSET.search(raw, 0, 4096)
    text, remarks = plain.decoded(
        raw, name, declared.group(1).decode("ascii") if declared else None
    )
    page = _Page(text, name)
    page.flow.remarks.extend(remarks)
    page.read()
    return page.flow.source("html")


class _Page:
    """A page being read: the elements that are open, and the text so far.

    ``nested`` are the indexes in ``open`` of the blocks and cells. ``waiting`` are names of single
    words, such as the number of a note: what they name ends with the block they begin in, or where
    the next such name begins.
    """

    def __init__(self, text: str, name: str | None) -> None:
        self.text = text
        self.flow = Flow(name)
        self.open: list[_Open] = []
        self.count: Counter[str] = Counter()
        self.nested: list[int] = []
        self.waiting: list[tuple[int, int, str]] = []
        self.labels: Counter[tuple[str, str]] = Counter()
        self.last: dict[str, int] = {}
        self.unseen = ""
        self.depth = 0

    def read(self) -> None:
        begin = 1 if self.text.startswith(plain.BOM) else 0
        for count, token in enumerate(tokens(self.text, begin)):
            if count > limits.TAGS:
                raise limits.too_intricate(self.flow.name)
            if self.unseen:
                self._hidden(token)
            elif isinstance(token, Words):
                self._words(token)
            elif isinstance(token, Start):
                self._start(token)
            else:
                self._end(token.name)
        while self.open:
            self._close()
        self._settle(-1)

    def _hidden(self, token: Start | End | Words) -> None:
        """Passes over what is not seen, to the end of the element that hides it. The head also
        ends where the body begins."""
        if isinstance(token, Start) and self.unseen == "head" and token.name in _BLOCK:
            self.unseen = ""
            self._start(token)
        elif isinstance(token, Start) and token.name == self.unseen:
            self.depth += token.name not in RAW and not token.empty
        elif isinstance(token, End) and token.name == self.unseen:
            self.depth -= 1
            if self.depth <= 0:
                self.unseen = ""

    def _hides(self, tag: Start) -> bool:
        """Whether the end of an element that is not seen comes at all."""
        if tag.name not in self.last:
            ends = re.finditer(f"</{tag.name}", self.text, re.IGNORECASE)
            self.last[tag.name] = max((end.start() for end in ends), default=-1)
        return tag.name == "head" or self.last[tag.name] >= tag.end

    def _words(self, token: Words) -> None:
        verbatim = self.count["pre"] > 0
        for text, at in resolved(self.text, token.at, token.end):
            begin = 0
            for part in text.split(_SOFT_HYPHEN):
                if verbatim:
                    self._verbatim(part, at + begin)
                else:
                    self.flow.flowing(part, at + begin)
                begin += len(part) + 1

    def _verbatim(self, text: str, at: int) -> None:
        r"""Spaces and lines as they stand; an end of line is always ``\n``."""
        for line in re.finditer(r"[^\r\n]+|\r\n?|\n", text):
            if line.group()[0] not in "\r\n":
                self.flow.write(line.group(), at + line.start())
            elif not self.flow.broken and self.flow.at:
                self.flow.write("\n", at + line.end() - 1)

    def _start(self, tag: Start) -> None:
        name, flow = tag.name, self.flow
        if name not in _MATTERS and not tag.attributes:
            return
        if name in _UNSEEN:
            if not (tag.empty and name not in RAW) and self._hides(tag):
                self.unseen, self.depth = name, 1
            return
        ends = _ENDS.get(name, ())
        while self.open and (
            self.open[-1].name in ends or (name in _STRUCTURE and self.open[-1].name == "p")
        ):
            self._close()
        if name == "br":
            flow.breaks(LINE)
        elif name in _BLOCK:
            flow.breaks(PARAGRAPH)
        elif name in _CELL and flow.at and not flow.broken:
            flow.space(None, "\t")
        one = self._opened(tag)
        if one.page:
            flow.space()
            self._star(tag)
        if name in _VOID or (tag.empty and name not in _BLOCK and name != "a"):
            self._name(one)
            if one.page:
                flow.space()
        elif len(self.open) < _DEPTH and (
            name in _STRUCTURE or name in _FOLLOWED or one.ids or one.page
        ):
            if name in _STRUCTURE:
                self.nested.append(len(self.open))
            self.open.append(one)
            self.count[name] += 1
            self.count["heading"] += _HEADING.fullmatch(name) is not None

    def _opened(self, tag: Start) -> _Open:
        name, given = tag.name, tag.attributes
        ids = tuple(dict.fromkeys(v for key in ("id", "name") if (v := given.get(key))))
        if name == "footnote" and (label := given.get("label", "").strip()):
            ids = (*ids, self._labelled("body", label))
        kinds = " ".join(given[k] for k in ("role", "epub:type", "class") if k in given)
        to = unquote(given.get("href", "").partition("#")[2]) if name == "a" else ""
        heading = _HEADING.fullmatch(name) is not None
        return _Open(
            name=name,
            at=tag.at,
            start=self.flow.at,
            parts=len(self.flow.parts),
            ids=ids,
            to=to,
            notish=bool((kinds and _NOTE_CLASS.search(kinds)) or self.count["sup"])
            or any(map(_NOTE_NAME.search, ids if name in _STRUCTURE else (to,))),
            page=name in _PAGES or bool(kinds and _PAGE_CLASS.search(given.get("class", ""))),
            outermost=not self.count["heading"]
            if heading
            else name == "blockquote" and not self.count[name],
        )

    def _labelled(self, part: str, label: str) -> str:
        """A name that a mark and a body share: each is the nth of its label."""
        self.labels[part, label] += 1
        return f"\0{label}\0{self.labels[part, label]}"

    def _star(self, tag: Start) -> None:
        """The star of a page that is given as a bare number, or only as a label."""
        if tag.name not in _PAGES:
            return
        label = tag.attributes.get("label", "").strip()
        if tag.empty and label:
            self.flow.write("*" + label.removeprefix("*"))
        elif self.text[tag.end : tag.end + 8].lstrip()[:1].isdigit():
            self.flow.write("*")

    def _end(self, name: str) -> None:
        if not self.count[name]:
            if name in _BLOCK or name == "br":
                self.flow.breaks(LINE if name == "br" else PARAGRAPH)
            return
        if name not in _STRUCTURE:
            near = next(
                (o for o in islice(reversed(self.open), 32) if o.name in {name, *_STRUCTURE}), None
            )
            if near is None or near.name != name:
                return
        while self._close() != name:
            pass

    def _close(self) -> str:
        """Ends the innermost element, and gives its name."""
        one, flow = self.open.pop(), self.flow
        self.count[one.name] -= 1
        if one.name in _BLOCK:
            flow.breaks(PARAGRAPH)
        if _HEADING.fullmatch(one.name):
            self.count["heading"] -= 1
            if one.outermost:
                flow.heading(one.start, int(one.name[1]))
        elif one.outermost:
            flow.block(one.start)
        if one.page:
            flow.space()
        elif flow.at > one.start:
            self._link(one)
        if one.name in _STRUCTURE:
            self.nested.pop()
            self._settle(len(self.open), one)
        self._name(one)
        return one.name

    def _link(self, one: _Open) -> None:
        start, end = one.start, self.flow.at
        if one.to:
            raised = "<sup" in self.text[one.at : one.at + 300].partition("</a")[0].lower()
            self.flow.links.append(Link(start, end, one.to, one.notish or raised))
        elif one.name in _MARKS or one.name == "footnote_body":
            words = "".join(self.flow.parts[one.parts : one.parts + 8])[:40]
            label = _LABEL.match(words)
            if label and one.name in _MARKS:
                to = self._labelled("mark", label.group(1))
                self.flow.links.append(Link(start, end, to, True))
            elif label:
                self.flow.place(self._labelled("body", label.group(1)), start, end)

    def _name(self, one: _Open) -> None:
        """Gives an element's names to its words, or to what follows where it has hardly any."""
        for name in one.ids:
            if one.name in _STRUCTURE or self.flow.at - one.start > 40:
                self.flow.place(name, one.start, self.flow.at)
            else:
                self.waiting.append((self.nested[-1] if self.nested else -1, one.start, name))

    def _settle(self, index: int, block: _Open | None = None) -> None:
        """Ends with a block what names begun in it stand for. Where the block only begins a larger
        one that is itself a note, the larger one counts."""
        end, until = self.flow.at, self.flow.at
        above = self.open[self.nested[-1]] if self.nested else None
        kept: list[tuple[int, int, str]] = []
        while self.waiting and self.waiting[-1][0] >= index:
            _, start, name = self.waiting.pop()
            if above and block and start == block.start == above.start and above.notish:
                kept.append((self.nested[-1], start, name))
                continue
            if start < until:
                end, until = until, start
            self.flow.place(name, start, end)
        self.waiting += reversed(kept)
