"""Briefs with planted faults: a seed chooses sound citations of every shape and mutates some of them,
each fault of a kind that the check must name.

A passage of a brief is one paragraph. A sound one may not be accused of anything; a faulty one says which
findings name its fault.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.check.invented import Decision

Kinds = frozenset[tuple[str, str]]


@dataclass
class Passage:
    """A paragraph: its text, what it is, and for a faulty one the findings any of which names it."""

    text: str
    what: str
    faults: Kinds = frozenset()
    start: int = 0


@dataclass
class Maker:
    """Makes passages from the decisions, with a die."""

    every: list[Decision]
    dice: random.Random

    # Choices

    def sound(self) -> Decision:
        """A decision that still stands, cited by name and made before 2013."""
        return self.dice.choice([d for d in self.every if d.ended is None and d.year < 2013])

    def two(self) -> tuple[Decision, Decision]:
        one = self.sound()
        other = self.sound()
        while other is one:
            other = self.sound()
        return one, other

    def sentence(self, one: Decision, *, having: str = "") -> tuple[str, int]:
        """A sentence of a decision and its page."""
        found = [
            (s, one.first + k) for k, page in enumerate(one.pages) for s in page[:5] if having in s
        ]
        return self.dice.choice(found)

    def lead(self) -> str:
        return self.dice.choice(
            (
                "The rule is settled.", "The officers say otherwise, and they err.",
                "Nothing in the record supports the motion.", "So the claim goes on.",
            )
        )  # fmt: skip


def _lower(words: str) -> str:
    return f"“[{words[0].lower()}]{words[1:].rstrip('.')}”"


def _in_marks(words: str) -> str:
    return f"“{words}”"


# Sound shapes


def quoted_after(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    return f"{_in_marks(said)} {one.full(str(page))}."


def quoted_in_parenthetical(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    return f"{m.lead()} See {one.full(str(page))} ({_in_marks(said)})."


def whole_name(m: Maker) -> str:
    one = m.sound()
    return f"{m.lead()} {one.full(name=one.name)}."


def many_parties(m: Maker) -> str:
    one = m.sound()
    if " v. " not in one.name or " ex rel. " in one.name:
        return whole_name(m)
    first, second = one.short.split(" v. ")
    name = m.dice.choice((f"{second} v. {first}", f"{first} v. {second} et al."))
    return f"{m.lead()} {one.full(name=name)}."


def short_form(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    return (
        f"{m.lead()} {one.full(str(one.first + 1))}. {_in_marks(said)} {one.party}, {one.volume}"
        f" {one.reporter} at {page}."
    )


def id_form(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    return f"{m.lead()} {one.full(str(one.first))}. {_in_marks(said)} Id. at {page}."


def altered(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    words = said.rstrip(".").split()
    k = m.dice.randrange(3, len(words) - 6)
    words[k : k + 2] = [". . ."]
    words[-1] = f"[{words[-1]}]"
    return f"The court held that {_lower(' '.join(words))}. {one.full(str(page))}."


def replaced_word(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    words = said.split()
    words[words.index("it")] = "[the officer]"
    return f"{_in_marks(' '.join(words))} {one.full(str(page))} (alteration in original)."


def string(m: Maker) -> str:
    one, other = m.two()
    return f"{m.lead()} See {one.full(str(one.first + 2))}; see also {other.full(str(other.last))}."


def pin_range(m: Maker) -> str:
    one = m.sound()
    return f"{m.lead()} {one.full(f'{one.first + 1}-{(one.first + 3) % 100:02}')}."


def acknowledged(m: Maker) -> str:
    one = next(d for d in m.every if d.ended == "overruled")
    later = m.every[-1]
    return f"{m.lead()} {one.full()}, overruled by {later.full()}."


def nested(m: Maker) -> str:
    one = m.dice.choice([d for d in m.every if d.quoted is not None and d.ended is None])
    source = one.quoted
    assert source is not None
    said = source.pages[1][0]
    return (
        f"{_in_marks(said)} {one.full(str(one.first + 2))} (quoting"
        f" {source.full(str(source.first + 1))})."
    )


def clear_before(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    clause = said.split(",")[0]
    return f"It was clearly established in 2013 that {clause[0].lower()}{clause[1:]}. {one.full(str(page))}."


def method(m: Maker) -> str:
    one = m.dice.choice([d for d in m.every if d.ended is None and d.year > 2013])
    return f"Whether a right is clearly established is asked as of the act. {one.full(str(one.first))}."


def two_passages(m: Maker) -> str:
    one = m.sound()
    page = m.dice.randrange(len(one.pages))
    first, second = one.pages[page][0], one.pages[page][3]
    return f"{_in_marks(f'{first[:-1]} . . . . {second}')} {one.full(str(one.first + page))}."


SOUND: tuple[Callable[[Maker], str], ...] = (
    quoted_after, quoted_in_parenthetical, whole_name, many_parties, short_form, id_form, altered,
    replaced_word, string, pin_range, acknowledged, nested, clear_before, method, two_passages,
)  # fmt: skip


# Faults


def non_existent(m: Maker) -> str:
    one = m.sound()
    page = one.first + m.dice.randrange(1, PAGE_LAST)
    return f"{m.lead()} Ashgrove v. Stonecrop, {one.volume} {one.reporter} {page} {one.paren}."


PAGE_LAST = 6


def wrong_name(m: Maker) -> str:
    one = m.sound()
    second = one.short.split(" v. ")[-1]
    name = m.dice.choice(("Ashgrove v. Stonecrop", f"Ashgrove v. {second}"))
    return f"{m.lead()} {one.full(str(one.first + 1), name=name)}."


def wrong_year(m: Maker) -> str:
    one = m.sound()
    year = one.year + m.dice.choice((-3, -2, 1, 2, 4))
    return f"{m.lead()} {one.full().replace(str(one.year), str(year))}."


def wrong_court(m: Maker) -> str:
    one = m.sound()
    while one.court == "scotus":
        one = m.sound()
    other = m.dice.choice([c for c in ("3d Cir.", "5th Cir.", "11th Cir.") if c != one.court_cite])
    return f"{m.lead()} {one.full().replace(one.court_cite, other)}."


def transposed(m: Maker) -> str:
    one = m.sound()
    volume = str(one.volume)
    return f"{m.lead()} {one.full().replace(volume, volume[0] + volume[2] + volume[1], 1)}."


def wrong_page(m: Maker) -> str:
    """Another page of the volume, beyond every page that is covered."""
    one = m.sound()
    return f"{m.lead()} {one.full().replace(f' {one.first} ', f' {one.first + 700} ')}."


def pin_outside(m: Maker) -> str:
    one = m.sound()
    while one.kind == "majority" and one is _last_of(m, one):
        one = m.sound()
    pin = m.dice.choice((one.first - 5, one.last + 4 if one.kind != "majority" else one.last + 2))
    return f"{m.lead()} {one.full(str(pin))}."


def _last_of(m: Maker, one: Decision) -> Decision:
    return max((d for d in m.every if d.volume == one.volume), key=lambda d: d.first)


def misquoted(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one)
    words = said.split()
    k = m.dice.choice(
        [i for i, w in enumerate(words) if w.isalpha() and len(w) > 3 and i > 1 and w != "without"]
    )
    words[k] = "parsonage"
    return f"{_in_marks(' '.join(words))} {one.full(str(page))}."


def dropped_not(m: Maker) -> str:
    one = m.sound()
    said, page = m.sentence(one, having=" not ")
    return f"{_in_marks(said.replace(' not ', ' ', 1))} {one.full(str(page))}."


def merged(m: Maker) -> str:
    one = m.sound()
    a, b = sorted(m.dice.sample(range(len(one.pages)), 2))
    first, second = one.pages[a][0], one.pages[b][1]
    joined = f"{first.split(',')[0]}, {second.split(', ')[1]}"
    return f"{_in_marks(joined)} {one.full(str(one.first + a))}."


def post_dated(m: Maker) -> str:
    one = m.dice.choice([d for d in m.every if d.ended is None and d.year > 2013])
    said, page = m.sentence(one)
    clause = said.split(",")[0]
    return (
        f"It was clearly established that {clause[0].lower()}{clause[1:]}. {one.full(str(page))}."
    )


def ended(m: Maker) -> str:
    one = m.dice.choice([d for d in m.every if d.ended not in (None, "overruled")])
    return f"{m.lead()} {one.full(str(one.first + 1))}."


def id_wrong(m: Maker) -> str:
    one, other = m.two()
    said, page = m.sentence(one)
    return (
        f"{m.lead()} {one.full(str(page))}. The rest follows. {other.full(str(other.first))}."
        f" {_in_marks(said)} Id."
    )


def another_page(m: Maker) -> str:
    one = m.sound()
    k = m.dice.randrange(0, len(one.pages) - 2)
    return f"{_in_marks(one.pages[k][1])} {one.full(str(one.first + k + 2))}."


def another_case(m: Maker) -> str:
    one, other = m.two()
    said, _ = m.sentence(one)
    return f"{_in_marks(said)} {other.full(str(other.first + 1))}."


def made_up(m: Maker) -> str:
    one = m.sound()
    return (
        "“No prudent steward ever doubted that the tenants owned every barrel in that vault.” "
        f"{one.full(str(one.first + 1))}."
    )


def short_of_nothing(m: Maker) -> str:
    return f"{m.lead()} Stonecrop, {m.dice.randrange(300, 400)} F.2d at {m.dice.randrange(10, 90)}."


def _of(*named: str) -> Kinds:
    return frozenset((a, b) for a, _, b in (name.partition(" ") for name in named))


FAULTS: dict[Callable[[Maker], str], Kinds] = {
    non_existent: _of("exists nothing-there"),
    wrong_name: _of("name other-decision"),
    wrong_year: _of("year differs"),
    wrong_court: _of("court differs"),
    transposed: _of("exists slip"),
    wrong_page: _of("exists slip"),
    pin_outside: _of("pin before-first", "pin past-last", "pin another-begins"),
    misquoted: _of("quotation differs"),
    dropped_not: _of("quotation sense-turned"),
    merged: _of("quotation merged"),
    post_dated: _of("use post-dated"),
    ended: _of("history ended"),
    id_wrong: _of("quotation id-of-another"),
    another_page: _of("place elsewhere"),
    another_case: _of("quotation of-another", "quotation of-one-it-cites"),
    made_up: _of("quotation not-found"),
    short_of_nothing: _of("reference nothing"),
}


def brief(
    every: list[Decision], seed: int, *, sound: Iterable[int], faults: Iterable[int]
) -> tuple[str, list[Passage]]:
    """A brief: its text and its passages in order. ``sound`` and ``faults`` are the shapes and kinds of
    fault to plant, by number."""
    maker = Maker(every, random.Random(seed))
    kinds = list(FAULTS)
    made = [Passage(SOUND[k % len(SOUND)](maker), SOUND[k % len(SOUND)].__name__) for k in sound]
    for k in faults:
        fault = kinds[k % len(kinds)]
        made.append(Passage(fault(maker), fault.__name__, FAULTS[fault]))
    maker.dice.shuffle(made)
    text = "ARGUMENT\n"
    for passage in made:
        text += "\n"
        passage.start = len(text)
        text += f"{passage.text}\n"
    return text, made
