"""A drawing as a list of shapes on a sheet measured in inches, from the top left.

The figures are laid out here, in pure Python but for the widths of letters; ``backend`` alone
turns shapes into a file. So what overlaps or leaves the sheet can be seen without drawing it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["roman", "italic", "bold"]
Align = Literal["left", "centre", "right"]
MarkShape = Literal[
    "disc",
    "ring",
    "half",
    "crossed",
    "cross",
    "square",
    "box",
    "boxed-cross",
    "diamond",
    "diamond-open",
    "triangle",
    "dot",
]

POINT = 1 / 72
#: Sizes in points. Nothing is smaller than ``SMALL``.
TITLE, HEAD, BODY, SMALL = 12.0, 9.0, 8.5, 7.5
LEADING = 1.18

INK = "#1a1a1a"
GREY = "#595959"
RULE = "#b8b8b8"
FAINT = "#e6e6e6"
PAPER = "#ffffff"
NAVY = "#12355b"
BLUE = "#4a7fb5"
OCHRE = "#c77700"
RUST = "#8c2d19"

Measure = Callable[[str, float, Style], float]


@dataclass(frozen=True)
class Text:
    """Words on one line; ``x`` is their left end and ``y`` their baseline."""

    x: float
    y: float
    words: str
    size: float
    style: Style
    colour: str
    width: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        high, low = self.size * POINT * 0.72, self.size * POINT * 0.22
        return self.x, self.y - high, self.x + self.width, self.y + low


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    edge: str | None = None
    line: float = 0.6
    hatch: str = ""
    ink: str = INK
    rounded: float = 0.0


@dataclass(frozen=True)
class Line:
    points: tuple[tuple[float, float], ...]
    colour: str = INK
    line: float = 0.7
    dash: tuple[float, ...] = ()
    arrow: bool = False


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    shape: MarkShape
    size: float = 0.1
    colour: str = INK


Shape = Text | Rect | Line | Mark
Word = tuple[str, Style]


@dataclass
class Sheet:
    """A sheet of a width that shapes are put on; it grows downwards."""

    width: float
    measure: Measure
    italics: tuple[str, ...] = ()
    shapes: list[Shape] = field(default_factory=list)
    height: float = 0.0

    def add(self, *shapes: Shape) -> None:
        self.shapes.extend(shapes)

    def grow(self, y: float) -> None:
        self.height = max(self.height, y)

    # Text

    def words(self, text: str, style: Style = "roman") -> list[Word]:
        """The words of a text, names of cases in italics."""
        if style == "roman" and self.italics:
            pattern = "|".join(re.escape(n) for n in sorted(self.italics, key=len, reverse=True))
            pieces = re.split(f"({pattern})", text)
        else:
            pieces = [text]
        found: list[Word] = []
        glued = False
        for number, piece in enumerate(pieces):
            how: Style = "italic" if number % 2 else style
            for n, word in enumerate(piece.split(" ")):
                if n == 0 and glued and word:
                    found.append((f"\0{word}", how))  # joined to the word before it
                elif word:
                    found.append((word, how))
            if piece:
                glued = not piece.endswith(" ")
        return found

    def lines(
        self, text: str, width: float, size: float = BODY, style: Style = "roman"
    ) -> list[list[Word]]:
        """A text broken into lines no wider than a width; a word too long for one is cut."""
        made: list[list[Word]] = [[]]
        used = 0.0
        space = self.measure(" ", size, style)
        for given, how in self.words(text, style):
            word, bare = given, given.removeprefix("\0")
            gap = 0.0 if word.startswith("\0") or not made[-1] else space
            long = self.measure(bare, size, how)
            if made[-1] and used + gap + long > width:
                made.append([])
                used, gap = 0.0, 0.0
            while long > width and len(bare) > 1:
                cut = self._fitting(bare, width, size, how)
                made[-1].append((bare[:cut], how))
                made.append([])
                bare = bare[cut:]
                word, long = bare, self.measure(bare, size, how)
            made[-1].append((word if made[-1] else bare, how))
            used += gap + long
        return made if made[-1] or len(made) == 1 else made[:-1]

    def _fitting(self, word: str, width: float, size: float, style: Style) -> int:
        """How many letters of a word fit; after a hyphen where it has one."""
        fits = max(n for n in range(1, len(word)) if n == 1
                   or self.measure(word[:n], size, style) <= width)  # fmt: skip
        hyphen = word.rfind("-", 0, fits) + 1
        return hyphen or fits

    def line_height(self, size: float) -> float:
        return size * POINT * LEADING

    def text_height(self, text: str, width: float, size: float = BODY) -> float:
        return len(self.lines(text, width, size)) * self.line_height(size)

    def write(
        self,
        x: float,
        top: float,
        text: str,
        width: float,
        size: float = BODY,
        *,
        style: Style = "roman",
        colour: str = INK,
        align: Align = "left",
    ) -> float:
        """Write a text within a width from a top edge down; where it ends."""
        height = self.line_height(size)
        y = top
        for line in self.lines(text, width, size, style) if text else []:
            baseline = y + size * POINT * 0.86
            runs = self._runs(line)
            long = sum(self.measure(run, size, how) for run, how in runs)
            at = x + {"left": 0.0, "centre": (width - long) / 2, "right": width - long}[align]
            for run, how in runs:
                wide = self.measure(run, size, how)
                if run.strip():
                    lead = self.measure(run[: len(run) - len(run.lstrip())], size, how)
                    shown = run.strip()
                    self.add(
                        Text(at + lead, baseline, shown, size, how, colour,
                             self.measure(shown, size, how))
                    )  # fmt: skip
                at += wide
            y += height
        self.grow(y)
        return y

    def _runs(self, line: Iterable[Word]) -> list[Word]:
        """A line's words joined where they share a style."""
        runs: list[Word] = []
        for word, how in line:
            joined = word.startswith("\0") or not runs
            bare = word.removeprefix("\0")
            if runs and runs[-1][1] == how:
                runs[-1] = (runs[-1][0] + ("" if joined else " ") + bare, how)
            else:
                runs.append((("" if joined else " ") + bare, how))
        return runs

    # Furniture that the figures share

    def rule(self, y: float, left: float = 0.0, right: float | None = None) -> None:
        self.add(Line(((left, y), (self.width if right is None else right, y)), RULE, 0.6))

    def heading(self, title: str, subtitle: str) -> float:
        """The title over the figure; where the figure may begin."""
        y = self.write(0.02, 0.04, title, self.width - 0.04, TITLE, style="bold", colour=NAVY)
        if subtitle:
            y = self.write(0.02, y + 0.01, subtitle, self.width - 0.04, HEAD, colour=GREY)
        self.add(Line(((0, y + 0.06), (self.width, y + 0.06)), NAVY, 1.0))
        return y + 0.16

    def footing(self, y: float, notes: Iterable[str]) -> float:
        """The notes under the figure; where the sheet ends."""
        listed = list(notes)
        if listed:
            self.rule(y + 0.04)
            y += 0.09
        for note in listed:
            y = self.write(0.02, y, note, self.width - 0.04, SMALL, colour=GREY) + 0.02
        self.grow(y + 0.04)
        return y

    def legend(
        self,
        y: float,
        entries: Iterable[tuple[Callable[[float, float], None], str]],
        swatch: float = 0.3,
        size: float = SMALL,
    ) -> float:
        """A row of swatches with their meanings, wrapped over as many lines as it needs."""
        x, height = 0.02, self.line_height(size) + 0.05
        for draw, says in entries:
            wide = swatch + 0.06 + self.measure(says, size, "roman") + 0.2
            if x > 0.02 and x + wide - 0.2 > self.width:
                x, y = 0.02, y + height
            draw(x, y + height / 2 - 0.025)
            room = self.width - x - swatch - 0.06
            self.write(x + swatch + 0.06, y, says, room + 0.01, size)
            x += wide
        return y + height
