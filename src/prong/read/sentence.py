"""Citations parsed as the sentences they form.

::

    Sentence = Cite ((";" | ",") Cite)*
    Cite     = Signal? Name? Core Pin* Parallel* CourtYear? Paren* (History Cite)?
    Paren    = "(" (weight | Relation Cite (";" Cite)* | words with citations in them) ")"

One pass over the places that the scan found, left to right. A parenthetical opens a frame, which
closes where it does; what is cited in a frame is nested in the citation that opened it. There is no
recursion, so depth costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from prong.cite import courts
from prong.read import words
from prong.read.draft import Draft
from prong.read.kinds import Kinds
from prong.read.scan import (
    CONSTITUTION,
    CORE,
    DOCKET,
    ID,
    LAW,
    MANUAL,
    RECORD,
    RULE,
    SECTION,
    SUPRA,
    TREATISE,
    VERSUS,
    Event,
)

#: The deepest nesting of parentheticals that is followed.
DEPTH = 64
_COURT_YEAR = re.compile(
    r"\((?P<court>[A-Z0-9][\w.’',&() ]{0,60}?[,. ] ?"
    r"|[A-Z0-9][\w.’' ]{0,30}?\.)?(?P<year>1[6-9]\d\d|20\d\d)"
    r"(?P<rest>(?: ed\.[^()]{0,20}|, [^()]{0,40}| \(?Supp[^()]{0,20}|[^()\d]{0,20})?)\)"
)
_COURT = re.compile(r"\((?P<court>[A-Z0-9][\w.’' ]{1,30}\.?\d{0,2})\)")
_PARENS = (re.compile(r"\("), re.compile(r"\)"), re.compile("\n"))
_SIGNAL_LAST = frozenset(
    """
    see also cf. cf g. g., accord accord, contra contra, compare with generally see, also, too
    generally, compare, with, e.g. e.g., but
    """.split()
)
_SENTENCE_BEFORE = re.compile(r"[.?!][”\"’')\]]*\s$|[.?!:][”\"’')\]]+\s$")
#: Parentheticals that say something of words quoted, wherever those stand.
_ENDS = frozenset(".?!”\"’')]:")
_OF_QUOTED = frozenset(("quoting", "citing", "first-quoting", "alteration", "omission", "emphasis"))
_AFTER_QUOTED = frozenset("”\"’'.)]")


#: A signal before what is no citation of its own: a note, another opinion in the case, an act.
_SHARED = re.compile(
    r"(?:^|(?<=[.?!”’)\d] ))(?P<s>See also|See|Cf\.|But see|But cf\.|Accord|Compare)(?:,? e\. ?g\.,)? "
    r"(?:authorities|cases|discussion|nn?\. ?\d|[Aa]nte|[Pp]ost|supra|infra|Act of)\b"
)


def _shared(text: str, low: int, lead: int) -> str | None:
    """The signal that a citation shares with what stands before it in its sentence."""
    shared = list(_SHARED.finditer(text, low, lead))
    if not shared or _NEXT_SENTENCE.search(text, shared[-1].end(), lead):
        return None
    return shared[-1]["s"].lower()


_NEXT_SENTENCE = re.compile(r"[a-z)”]{3}[.?!] [A-Z]")


class _Frame:
    __slots__ = ("end", "gap", "left", "owner", "pending", "previous", "relation", "start")

    def __init__(self, start: int, end: int, owner: Draft | None) -> None:
        self.start = start
        self.end = end
        self.owner = owner
        self.left = start
        self.gap = start
        self.relation: str | None = None
        self.previous: Draft | None = None
        self.pending: tuple[int, Draft, str] | None = None


class Parser(Kinds):
    """Reads every citation of a reading text."""

    def __init__(self, text: str, paragraphs: tuple[tuple[int, int], ...], front: int) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.front = front
        self.drafts: list[Draft] = []
        self.close = self._parens()
        self.frames: list[_Frame] = []
        self.stop = 0
        self.limit = 0
        self.taken = 0

    def _parens(self) -> dict[int, int]:
        """Where each parenthesis that is closed in its own paragraph closes."""
        close: dict[int, int] = {}
        stack: list[int] = []
        text = self.text
        # Three patterns of one plain character each take a third of the time of one of three.
        for at in sorted([match.start() for one in _PARENS for match in one.finditer(text)]):
            char = text[at]
            if char == "(":
                stack.append(at)
            elif char == "\n":
                stack.clear()
            elif stack:
                close[stack.pop()] = at
        return close

    @property
    def left(self) -> int:
        return self.frames[-1].left

    def passed(self, at: int) -> None:
        frame = self.frames[-1]
        frame.left = max(frame.left, at)

    def parse(self, events: list[Event]) -> list[Draft]:
        """The citations at the places found, in order."""
        next_core = [0] * len(events)
        following = len(events)
        for i in range(len(events) - 1, -1, -1):
            next_core[i] = following
            if events[i][2] == CORE:
                following = i
        ends = [end for _, end in self.paragraphs]
        paragraph = -1
        read = {
            SECTION: self._section, RULE: self._rule, CONSTITUTION: self._constitution,
            RECORD: self._record, MANUAL: self._manual, TREATISE: self._book, LAW: self._public_law,
        }  # fmt: skip
        done = -1
        frames = self.frames
        for i, event in enumerate(events):
            start = event[0]
            if start < done:
                continue
            if paragraph < 0 or start > ends[paragraph]:
                paragraph = bisect_right(ends, start)
                if paragraph >= len(ends):
                    break
                frames[:] = [_Frame(self.paragraphs[paragraph][0], ends[paragraph] + 1, None)]
            while start >= frames[-1].end:
                closed = frames.pop()
                frames[-1].left = max(frames[-1].left, closed.end + 1)
            self.stop = ends[paragraph]
            following = next_core[i]
            self.limit = (
                min(self.stop, events[following][0]) if following < len(events) else self.stop
            )
            kind = event[2]
            if kind == CORE:
                draft = self._core(events, i, following)
            elif kind == VERSUS:
                draft = self._name(events, i)
            elif kind == DOCKET:
                draft = self._docket(events, i, following)
            elif kind == ID:
                draft = self._id(events, i, following)
            elif kind == SUPRA:
                draft = self._supra(events, i, following)
            else:
                draft = read[kind](event)
            if draft is None:
                done = max(done, self.taken)
                continue
            if draft.start < self.front and draft.kind not in ("statute", "section", "rule"):
                continue
            self._place(draft)
            self.drafts.append(draft)
            done = draft.end
        return self.drafts

    # What every citation has

    def _place(self, draft: Draft) -> None:
        """Signal, string, nesting, parentheticals and history."""
        text = self.text
        frame = self.frames[-1]
        start = draft.start
        low = frame.left
        pending = frame.pending
        if pending is not None:
            if 0 <= start - pending[0] <= 2:
                draft.history_of = pending[1]
                pending[1].history = (*pending[1].history, (pending[2], draft))
            frame.pending = None
        lead = start
        if text[start - 1 : start] == " " or start == low:
            word = (
                text[max(low, start - 12) : start - 1].rpartition(" ")[2].lower().lstrip('([“"—‘')
            )
            if word in _SIGNAL_LAST:
                found = words.SIGNAL.search(text, max(low, start - 26), start)
                if found is not None and self._signals(found, frame):
                    draft.signal = " ".join(found["s"].lower().replace(". ", ".").split())
                    draft.signal = draft.signal.rstrip(",")
                    lead = found.start("s")
        draft.lead = lead
        previous = frame.previous
        if draft.history_of is not None:
            draft.string = draft.history_of.string
            draft.last = draft.history_of
        elif previous is not None:
            between = text[previous.after : lead]
            if between[-2:] == "; " and len(between) < 250 and ". " not in between:
                between = "; "
            if between in ("; ", "; and ", ", and ", ";") or (
                between in (", ", " ", "") and (draft.signal or "").startswith("with")
            ):
                draft.string = previous.string
                draft.last = previous
                signal = _root(previous).signal
                if draft.signal is None and between != ", and " and signal and draft.kind != "name":
                    draft.signal, draft.carried = signal, True
        if draft.signal is None and draft.string is draft and text[lead - 2 : lead] == "; ":
            shared = _shared(text, max(low, lead - 300), lead)
            if shared is not None:
                draft.signal, draft.carried = shared, True
        draft.sentence = draft.string.sentence if draft.string is not draft else self._opens(lead)
        if frame.owner is not None:
            draft.inside = frame.owner
            draft.paren = frame.start
            self._relate(draft, frame, lead)
        elif text[lead - 7 : lead] == "citing " or text[lead - 8 : lead] == "quoting ":
            draft.relation = text[lead - 8 : lead - 1].strip()
        if draft.kind != "name" or text[draft.end : draft.end + 2] == " (":
            self._tail(draft, frame)
        if draft.sentence and draft.string is draft:
            following = text[draft.after : draft.after + 5]
            if (
                following[:1] == " "
                and following[1:2].islower()
                and following[1:] not in ("with", "and ")
            ):
                draft.sentence = False  # it opens a sentence that goes on
        frame.previous = draft
        frame.left = max(frame.left, draft.after)
        frame.gap = draft.after

    def _signals(self, found: re.Match[str], frame: _Frame) -> bool:
        """Whether a word is a signal here, and not a word of the sentence."""
        signal = found["s"]
        low = signal.lower()
        if low == "with":
            previous = frame.previous
            if previous is not None and (_root(previous).signal or "").startswith(
                ("compare", "with")
            ):
                return True
            at = found.start("s")
            return _shared(self.text, max(frame.left, at - 300), at) == "compare"
        if low in ("accord", "compare", "contra", "accord,"):
            at = found.start("s")
            return signal[0].isupper() or self.text[max(0, at - 2) : at] == "; "
        return True

    def _opens(self, at: int) -> bool:
        """Whether a sentence or a parenthesis begins at an offset."""
        if at <= self.frames[-1].start + 1:
            return True
        if self.text[at - 2] not in _ENDS:
            return False
        before = self.text[max(0, at - 6) : at]
        return bool(_SENTENCE_BEFORE.search(before)) and not before.endswith(" v. ")

    def _relate(self, draft: Draft, frame: _Frame, lead: int) -> None:
        gap = self.text[frame.gap : lead][-60:]
        found = words.RELATION.findall(gap)
        if found:
            frame.relation = found[-1]
        elif frame.gap == frame.start or "; " not in gap:
            frame.relation = None if len(gap) > 3 or frame.gap == frame.start else frame.relation
        draft.relation = frame.relation if draft.history_of is None else None

    def _tail(self, draft: Draft, frame: _Frame) -> None:
        """The court and year, parentheticals, and history that follow a citation."""
        text = self.text
        pos = draft.end
        opened: list[tuple[int, int]] = []
        parens: list[tuple[str, int, int]] = []
        dated = draft.kind not in (
            "full",
            "database",
            "docket",
            "journal",
            "statute",
            "regulation",
            "treatise",
        )
        while True:
            at = pos + 1 if text[pos : pos + 1] == " " else pos
            if text[at : at + 1] != "(":
                break
            close = self.close.get(at)
            if close is None or close > self.stop or close == at + 1:
                break
            if not dated:
                if self._dated(draft, at, close):
                    dated = True
                    pos = draft.end = close + 1
                    continue
                if draft.kind not in ("statute", "regulation"):
                    dated = bool(opened)
            content = text[at + 1 : min(close, at + 1 + 90)]
            kind = words.kind_of(content)
            if draft.kind in ("section", "name", "rule", "manual") and kind in (
                "explanatory",
                "quotation",
            ):
                break
            parens.append((kind, at + 1, close))
            if close - at > 60 and kind not in ("quoting", "citing", "first-quoting"):
                self._inner(parens, at + 1, close)
            opened.append((at, close))
            pos = close + 1
        draft.after = pos
        owner = draft
        if draft.history_of is not None and draft.history_of.history[-1][0].startswith("cert"):
            owner = _root(draft)  # a denial has nothing to explain: what follows is of the decision
        if len(self.frames) < DEPTH:
            owner.parens = (*owner.parens, *parens) if owner is not draft else tuple(parens)
        history = words.HISTORY.match(text, pos) if text[pos : pos + 1] in ",; " else None
        if history is not None and draft.kind in ("full", "database", "docket", "short", "statute"):
            how = " ".join(history["how"].split()).rstrip(",").replace("’", "'")
            rest = history.end()
            frame.pending = (rest, draft, how)
            draft.after = (
                rest
                if text[rest : rest + 1].isupper() or text[rest : rest + 1].isdecimal()
                else pos
            )
        if len(self.frames) < DEPTH:
            for at, close in reversed(opened):
                self.frames.append(_Frame(at + 1, close, owner))
            if len(opened) > 1:
                # frames nest, but these stand side by side: the first to close is on top
                self.frames[-len(opened) :] = sorted(
                    self.frames[-len(opened) :], key=lambda frame: -frame.end
                )

    def _inner(self, parens: list[tuple[str, int, int]], start: int, end: int) -> None:
        """The parentheticals that belong to words quoted inside a parenthetical."""
        at = self.text.find("(", start, end)
        while at >= 0:
            close = self.close.get(at, at)
            if close > end:
                return
            kind = words.kind_of(self.text[at + 1 : min(close, at + 91)])
            before = self.text[at - 2 : at]
            if kind in _OF_QUOTED and before[:1] in _AFTER_QUOTED:
                parens.append((kind, at + 1, close))
            at = self.text.find("(", max(at + 1, close), end)

    @staticmethod
    def _court(draft: Draft, court: str) -> str | None:
        """The court of a parenthetical; in reports of district courts a state alone is its only
        district."""
        if draft.reporter is not None and draft.reporter.startswith(("F. Supp", "F.R.D.")):
            only = courts.cited(f"D. {court}") or courts.cited(f"D. {'.'.join(court)}.")
            if only is not None:
                return only
        return courts.cited(court)

    def _dated(self, draft: Draft, at: int, close: int) -> bool:
        """Reads the court and year; False where the parenthetical is another kind."""
        text = self.text
        if close - at > 100:
            return False
        match = _COURT_YEAR.fullmatch(text, at, close + 1)
        if match is not None:
            draft.year = int(match["year"])
            court = (match["court"] or "").strip()
            if court and draft.kind in ("full", "database", "docket"):
                draft.court = self._court(draft, court) or draft.court
            return True
        match = _COURT.fullmatch(text, at, close + 1)
        if match is not None and draft.kind == "full":
            found = self._court(draft, match["court"])
            if found is not None:
                draft.court = found
                return True
        return False


def _root(draft: Draft) -> Draft:
    """The citation whose history a citation gives, or itself."""
    while draft.history_of is not None:
        draft = draft.history_of
    return draft
