"""Where Prong and eyecite read a citation differently: the raw rows of tests/read/differential.md.

Run: python -m bench.differential [FOLDER] [--rows N] [--json]

FOLDER holds the opinions as text, in ``circuit`` and ``scotus``; without it, the folder of real
documents that PRONG_SHARED names is used. Both read every opinion as it stands in its file. A
citation of eyecite's is compared with the one of Prong's in whose span it begins; one of Prong's
that eyecite also looks for (cases, short forms, *id.*, *supra*, statutes, journals) and has nothing
in is compared with nothing. They disagree on any of eight things:

    prong only, eyecite only   whether there is a citation
    kind                       which kind it is
    name, year, court, pin     what it says
    refers                     which authority a short form, *id.* or *supra* stands for

What stands in a document's own caption is left out. The rows are drawn evenly over these kinds (and
in each over the kinds of citation, or what Prong alone says, eyecite alone says, and each says
otherwise) and over the documents, always the same for the same disagreements. Who is right is for a
reader to say: with --json each row has the words around it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from eyecite import get_citations, resolve_citations
from eyecite.models import (
    CaseCitation,
    CitationBase,
    FullCaseCitation,
    FullJournalCitation,
    FullLawCitation,
    IdCitation,
    ShortCaseCitation,
    SupraCitation,
)

from prong.faults import FileFault
from prong.read import Citation, Reading, read_text

SIDES = ("prong only", "eyecite only", "kind", "name", "year", "court", "pin", "refers")
#: What each kind of eyecite's may be called by Prong.
KINDS: dict[type[CitationBase], tuple[str, ...]] = {
    FullCaseCitation: ("full", "database"),
    ShortCaseCitation: ("short",),
    IdCitation: ("id",),
    SupraCitation: ("supra",),
    FullLawCitation: ("statute", "regulation", "constitution", "rule"),
    FullJournalCitation: ("journal",),
}
#: The kinds of Prong's that eyecite looks for too.
BOTH = frozenset(("full", "database", "short", "id", "supra", "statute", "regulation", "journal"))
FULL = ("full", "database")
REFERRING = ("short", "id", "supra")
NONE = "none"
#: A page that was not yet known.
BLANK = "___"


@dataclass(frozen=True)
class Row:
    """One disagreement: of which kind, where (document, and characters from its start), the
    citation's own words, what each side says, and the words around it."""

    side: str
    document: str
    at: int
    citation: str
    prong: str
    eyecite: str
    context: str

    @property
    def group(self) -> str:
        """Which kinds of citation each has, or which of the two alone says something."""
        if self.side in SIDES[:3]:
            return f"{self.prong.partition(':')[0]} {self.eyecite.partition(':')[0]}"
        empty = (NONE, "unresolved", "nothing")
        if self.prong.startswith(empty):
            return "eyecite"
        return "Prong" if self.eyecite.startswith(empty) else "neither"


def plain(text: str | None) -> str:
    """Words as they are compared: white space, quotes and dashes of one kind."""
    text = (text or "").replace("’", "'").replace("–", "-").replace("—", "-")
    return " ".join(text.split()).strip(" ,.")


def pins(written: str | None) -> str:
    """A pin cite as it is compared: ``at 12, n. 3`` is ``12 n.3``."""
    text = re.sub(r"^(?:at )?(?:pp?\. )?", "", plain(written))
    text = re.sub(r",? ?(?:and |& )?(nn?)\. ?(?=\d)", r" \1.", text)
    return re.sub(r",? (?:and|&) |, ", ", ", text).strip()


def place(citation: CaseCitation) -> str:
    """Volume, reporter and page of a full case citation."""
    groups = citation.groups
    page = groups.get("page") or BLANK
    return plain(f"{groups.get('volume')} {citation.corrected_reporter()} {page}")


def name(citation: CitationBase) -> str:
    said = citation.metadata
    if isinstance(citation, FullCaseCitation):
        return plain(" v. ".join(party for party in (said.plaintiff, said.defendant) if party))
    return plain(said.antecedent_guess)


def says(citation: CitationBase) -> str:
    """A citation of eyecite's in a few words."""
    if isinstance(citation, FullCaseCitation):
        return f"full: {name(citation)}, {place(citation)}"
    return f"{type(citation).__name__.removesuffix('Citation')}: {plain(citation.matched_text())}"


def shown(citation: Citation | None) -> str:
    """A citation of Prong's in a few words."""
    if citation is None:
        return "nothing"
    told = citation.cite or citation.text
    return f"{citation.kind}: {citation.name + ', ' if citation.name else ''}{told}"


class Pair:
    """One document read by both."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reading: Reading = read_text(text)
        self.ordered = sorted(self.reading.citations, key=lambda one: one.span)
        self.starts = [one.span[0] for one in self.ordered]
        found = get_citations(text)
        begins = self.reading.layout.places.origin(self.reading.front.end)
        self.theirs = [one for one in found if type(one) in KINDS and one.span()[0] >= begins]
        self.resource: dict[int, CitationBase] = {}
        for several in resolve_citations(found).values():
            for one in several:
                self.resource[id(one)] = several[0]

    def ours(self, theirs: CitationBase) -> Citation | None:
        """The innermost citation of Prong's in whose span a citation of eyecite's begins."""
        start = theirs.span()[0]
        end = start + len(theirs.matched_text())
        for k in range(bisect_right(self.starts, end - 1) - 1, -1, -1):
            one = self.ordered[k]
            if one.span[1] > start:
                return one
            if one.span[0] < start - 600:
                break
        return None

    def disagreements(self) -> Iterator[tuple[str, int, str, str, str]]:
        """Kind of disagreement, offset, the citation's words, what Prong says, what eyecite says."""
        groups: dict[int, list[CitationBase]] = defaultdict(list)
        for theirs in self.theirs:
            ours = self.ours(theirs)
            if ours is None:
                words = theirs.matched_text()
                yield "eyecite only", theirs.span()[0], words, "nothing", says(theirs)
            else:
                groups[ours.n].append(theirs)
        for ours in self.ordered:
            group = groups.get(ours.n)
            if group is None:
                if ours.kind in BOTH:
                    yield "prong only", ours.span[0], ours.text, shown(ours), "nothing"
                continue
            for side, mine, their in self._compared(ours, group):
                yield side, ours.span[0], ours.text, mine or NONE, their or NONE

    def _compared(
        self, ours: Citation, group: list[CitationBase]
    ) -> Iterator[tuple[str, str, str]]:
        """All in which a citation of Prong's differs from eyecite's at its place."""
        alike = [one for one in group if ours.kind in KINDS[type(one)]]
        if not alike:
            yield "kind", shown(ours), "; ".join(says(one) for one in group)
            return
        first = alike[0]
        said = first.metadata
        if ours.kind in FULL:
            has = [squeezed(plain(cite)) for cite in (ours.cite, *ours.parallel) if cite]
            for one in alike:
                if squeezed(place(one)) not in has:
                    yield "kind", f"{shown(ours)} {', '.join(ours.parallel)}", says(one)
        if ours.kind in (*FULL, "short", "supra") and plain(ours.name) != name(first):
            yield "name", plain(ours.name), name(first)
        year = getattr(said, "year", None) or ""
        if ours.kind in (*FULL, "statute", "regulation") and str(ours.year or "") != year:
            yield "year", str(ours.year or ""), year
        if ours.kind in FULL and (ours.court or "") != (said.court or ""):
            yield "court", ours.court or "", said.court or ""
        if ours.kind in (*FULL, *REFERRING):
            mine, their = pins(", ".join(ours.pins)), pins(said.pin_cite)
            if mine != their:
                yield "pin", mine, their
        if ours.kind in REFERRING:
            own, own_shown = self._authority(ours)
            other, other_shown = self._target(first)
            if own != other:
                yield "refers", own_shown, other_shown

    def _authority(self, ours: Citation) -> tuple[str, str]:
        """What a citation of Prong's stands for, as it is compared and as it is shown."""
        if not ours.refers_to:
            return "", f"unresolved: {ours.unresolved}"
        target = self.reading.authority(ours)
        return plain(target.cite), shown(target)

    def _target(self, theirs: CitationBase) -> tuple[str, str]:
        """What a citation of eyecite's stands for, by the citation of Prong's at that place."""
        target = self.resource.get(id(theirs))
        if target is None:
            return "", "unresolved"
        ours = self.ours(target)
        if ours is None:
            return says(target), says(target)
        return plain(self.reading.authority(ours).cite), says(target)


def squeezed(cite: str) -> str:
    return re.sub(r"[-_]{2,}$", BLANK, cite.replace(" ", ""))


def named(path: Path) -> str:
    """A document's short name: its citation, and whose opinion it is."""
    match = re.match(r"(\d+-(?:u-s|s-ct|l-ed-2d)-\d+)-(.*)", path.stem)
    if match is None:
        return re.sub(r"^((?:ca|cadc|dcd|scotus)[a-z0-9]*-(?:[a-z]+-)*\d+).*", r"\1", path.stem)
    words = match.group(2).split("-")
    count = 2 if words[-1] in ("majority", "dissent", "concurrence") else 1
    return f"{match.group(1)} {' '.join(words[-count:])}"


def rows_of(path: Path) -> list[Row]:
    """Every disagreement on one document."""
    logging.getLogger("eyecite").setLevel(logging.ERROR)
    text = path.read_text(encoding="utf-8")
    found: list[Row] = []
    try:
        pair = Pair(text)
    except FileFault as fault:
        print(f"{path.name}: {fault}", file=sys.stderr)
        return found
    for side, at, words, mine, theirs in pair.disagreements():
        context = text[max(0, at - 500) : at] + "⟦" + text[at : at + len(words) + 300]
        found.append(Row(side, named(path), at, words, mine, theirs, context))
    return found


def drawn(rows: Iterable[Row], size: int) -> list[Row]:
    """An even share of each kind of disagreement, each time from a document that has given fewest."""
    stocks: dict[str, dict[str, list[Row]]] = {side: defaultdict(list) for side in SIDES}
    for row in sorted(rows, key=_mixed):
        stocks[row.side][row.group].append(row)
    given: Counter[str] = Counter()
    chosen: list[Row] = []
    for stock in stocks.values():
        wanted = size // len(SIDES)
        while wanted and any(stock.values()):
            for several in filter(None, list(stock.values())[:wanted]):
                row = min(several, key=lambda one: given[one.document])
                several.remove(row)
                chosen.append(row)
                given[row.document] += 1
                wanted -= 1
        chosen.sort(key=lambda row: (SIDES.index(row.side), row.document, row.at))
    return chosen


def _mixed(row: Row) -> str:
    """An order that favours nothing and is always the same."""
    return hashlib.sha256(f"{row.side} {row.document} {row.at}".encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", nargs="?", type=Path, help="holds circuit/*.txt and scotus/*.txt")
    parser.add_argument("--rows", type=int, default=200, metavar="N", help="how many rows to draw")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line, with the context"
    )
    given = parser.parse_args()
    folder = given.folder
    if folder is None:
        shared = os.environ.get("PRONG_SHARED")
        if not shared:
            parser.error("name a folder, or name the folder of real documents in PRONG_SHARED")
        folder = Path(shared) / "data" / "opinions"
    paths = sorted(folder.glob("circuit/*.txt")) + sorted(folder.glob("scotus/*.txt"))
    if not paths:
        sys.exit(f"{folder} holds no circuit/*.txt and no scotus/*.txt.")
    with ProcessPoolExecutor() as pool:
        rows = [row for several in pool.map(rows_of, paths, chunksize=4) for row in several]
    counts = Counter(row.side for row in rows)
    print(", ".join(f"{side}: {counts[side]}" for side in SIDES), file=sys.stderr)
    for row in drawn(rows, given.rows):
        if given.json:
            print(json.dumps(asdict(row), ensure_ascii=False))
        else:
            cells = (row.side, row.document, str(row.at), row.citation, row.prong, row.eyecite)
            print("| " + " | ".join(plain(cell).replace("|", "\\|") for cell in cells) + " |")


if __name__ == "__main__":
    main()
