"""Invented decisions, the same at every run: names of plants, pages without gaps, sentences that stand
once. Some quote, overrule, vacate or replace others."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

_PARTIES = (
    "Alder Birch Cedar Dogwood Elmer Fernley Gorse Hawthorn Ivyson Juniper Kalewood Larch Maple Nettle"
    " Oakley Privet Quince Rowan Sorrel Teasel Umberton Vetch Willow Yarrow Zinnia Aspen Bracken Clover"
    " Dock Elderby Foxglove Gentian Heather Irisdale Jasmine Knapweed Lupin Mallow Nutmeg Orache"
).split()
#: Names of the shapes that citations abbreviate, each with its abbreviated form.
_SHAPED = (
    ("Board of Education of Thistle County v. Sedge", "Bd. of Educ. of Thistle Cnty. v. Sedge"),
    ("Bulrush v. Department of Social Services", "Bulrush v. Dep't of Soc. Servs."),
    ("United States ex rel. Tansy v. Comfrey", "Tansy v. Comfrey"),
    ("In re Burdock Manufacturing Company", "In re Burdock Mfg. Co."),
    ("City of Campion v. Betony", "Campion v. Betony"),
    (
        "Speedwell v. International Association of Gardeners",
        "Speedwell v. Int'l Ass'n of Gardeners",
    ),
)
_ADJECTIVES = (
    "quiet amber brittle narrow crooked patient sudden distant hollow gentle solemn ragged silver"
).split()
_NOUNS = (
    "warden gardener magistrate lantern gate orchard ledger ferry harbour kiln meadow cellar trellis bridge"
    " granary chimney reservoir pavilion quarry turnstile"
).split()
_VERBS = "inspect abandon repair surrender measure conceal restore divide examine occupy release"
" transfer".split()
_WHEN = (
    "at dusk; before the flood; during harvest; after a lawful order; without a written permit; for a second"
    " season; in open daylight; upon fair request; while the river rises; under a standing lease"
).split("; ")
_COURTS = (("ca9", "9th Cir."), ("ca1", "1st Cir."), ("ca2", "2d Cir."), ("ca7", "7th Cir."))
PAGES = 8


@dataclass
class Decision:
    """A decision with its pages, each a list of sentences."""

    name: str
    short: str
    volume: int
    reporter: str
    first: int
    court: str
    court_cite: str
    year: int
    month: int
    kind: str
    pages: list[list[str]] = field(default_factory=list)
    ended: str | None = None
    quoted: Decision | None = None  # whose sentence stands on its third page, in marks

    @property
    def last(self) -> int:
        return self.first + len(self.pages) - 1

    @property
    def cite(self) -> str:
        return f"{self.volume} {self.reporter} {self.first}"

    @property
    def paren(self) -> str:
        return f"({self.court_cite} {self.year})".replace("( ", "(")

    def full(self, pin: str = "", name: str | None = None) -> str:
        pinned = f", {pin}" if pin else ""
        return f"{name or self.short}, {self.cite}{pinned} {self.paren}"

    @property
    def party(self) -> str:
        return self.name.split(" v. ")[0].split()[-1] if " v. " in self.name else self.name

    def text(self) -> str:
        head = (
            f"{self.name}, {self.cite} {self.paren}\n\nNo. {self.volume}-{self.first:04}\n\n"
            f"January 5, {self.year}, Decided\n\nJUDGE MEDLAR delivered the opinion of the court.\n"
        )
        parts = [" ".join(self.pages[0])]
        parts += [f"[*{self.first + k}] " + " ".join(p) for k, p in enumerate(self.pages) if k]
        return head + "\n".join(parts) + "\n"


def decisions() -> list[Decision]:
    """Twenty-six decisions of two volumes and six of the highest court."""
    dice = random.Random(1983)
    names = [
        (f"{a} v. {b}", f"{a} v. {b}")
        for a, b in zip(_PARTIES[0::2], _PARTIES[1::2], strict=True)
    ]  # fmt: skip
    names = [*names, *_SHAPED]
    seen: set[str] = set()
    made: list[Decision] = []
    for k, (name, short) in enumerate(names):
        if k % 5 == 4:
            volume, reporter, court, court_cite = 598, "U.S.", "scotus", ""
        else:
            volume, reporter = 990 + k % 2, "F.3d"
            court, court_cite = _COURTS[0] if k % 3 else _COURTS[k % 4]
        # the first dozen were made before 2013, the others after
        year = 1994 + k if k < 14 else 2014 + (k - 14) % 6
        kind = "010combined" if k % 2 else "majority"
        first = 101 + PAGES * sum(1 for d in made if d.volume == volume)
        one = Decision(
            name, short, volume, reporter, first, court, court_cite, year, 1 + k % 12, kind
        )
        one.pages = [[_sentence(dice, seen) for _ in range(5)] for _ in range(PAGES)]
        made.append(one)
    _histories(made)
    return made


def _sentence(dice: random.Random, seen: set[str]) -> str:
    while True:
        a, b, c = dice.sample(_ADJECTIVES, 3)
        x, y, z = dice.sample(_NOUNS, 3)
        no = " not" if dice.random() < 0.4 else ""
        made = (
            f"A {a} {x} may{no} {dice.choice(_VERBS)} the {b} {y} {dice.choice(_WHEN)}, and the {c} {z} must"
            f" {dice.choice(_VERBS)} it {dice.choice(_WHEN)}."
        )
        key = " ".join(made.split()[:8])
        if key not in seen:
            seen.add(key)
            return made


def _histories(made: list[Decision]) -> None:
    """The third decision is overruled by the last, the sixth vacated, the ninth replaced; every fourth
    quotes the one two before it."""
    overruled, vacated, replaced, later = made[2], made[5], made[8], made[-1]
    later.pages[6].append(f"We overrule {overruled.full()}.")
    overruled.ended = "overruled"
    made[-1].pages[4].append(f"We overrule {made[11].full()}, as well.")
    made[11].ended = "overruled in silence"
    made[-3].pages[5].append(f"{vacated.full()}, vacated, 600 U.S. 9 (2020), said otherwise.")
    vacated.ended = "vacated"
    made[-2].pages[5].append(
        f"The court has since withdrawn {replaced.full()}, and we pass it over."
    )
    made[-4].pages[5].append(
        f"That opinion was withdrawn: {replaced.full()}, withdrawn, 991 F.3d 900 (9th Cir. 2015)."
    )
    replaced.ended = "withdrawn"
    for k in range(4, len(made), 4):
        source = made[k - 2]
        if source.ended is None:
            made[k].quoted = source
            made[k].pages[2].append(f"“{source.pages[1][0]}” {source.full(str(source.first + 1))}.")


def write(folder: Path, every: list[Decision]) -> Path:
    """The texts and their index."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for k, one in enumerate(every):
        file = f"{k:02}.txt"
        (folder / file).write_text(one.text(), encoding="utf-8")
        rows.append(
            {
                "file": file, "court": one.court, "name": one.name, "author": "Medlar", "type": one.kind,
                "cite": one.cite, "docket": f"{one.volume}-{one.first:04}",
                "date": f"{one.year}-01-05", "single_star_is": one.reporter,
            }
        )  # fmt: skip
    (folder / "index.jsonl").write_text(
        "".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8"
    )
    return folder
