"""The argument: a determination's steps on pages, each page a tree of three levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prong.decide.analysis import Analysis
from prong.decide.argument import Step, argue
from prong.decide.determination import Determination
from prong.decide.established import ESTABLISHED as HOLDS
from prong.report.figures.spec import Mark, Node, Spec, Table, Tree
from prong.report.figures.words import (
    MARKS,
    TREE_TABLE,
    TREE_TITLE,
    caption,
    further,
    named,
    page_of,
)
from prong.report.phrases import Phrases

#: The height in inches that the parts of a page may fill. A page is cut before it is drawn, so
#: heights are estimates from numbers of letters: of a line in the boxes, and of one beside them.
PAGE = 7.4
NARROW, WIDE = (35, 40), (70, 79)
#: The height of a line of text and of a line of support.
TEXT, SUPPORT = 0.14, 0.123
#: What the overview leaves to the pages after it.
LEFT_TO_PAGES = frozenset({"method", "burden", "own-comparison", "left-out", "incomplete"})
#: Steps of findings that would change something, grouped by what; so many stand in one group.
CHANGING, GROUP = frozenset({"material", "missing"}), 24
#: Steps under a page's head that are shown with what stands under them; deeper ones are counted.
DEPTH = 3


def argument_tree(analysis: Analysis, d: Determination) -> tuple[Spec, ...]:
    """The argument of one determination: an overview, then each prong and what would change it."""
    say = Phrases(analysis)
    tree = argue(d, analysis.library)
    head = Node(say.bottom_line(d), say.support(tree), _mark(tree))
    pages = [_under(head, [_overview(part, say) for part in tree.parts])]
    rest: list[Node] = []
    for part in tree.parts:
        if part.kind in ("prong-one", "prong-two", "motion"):
            whole = _node(part, say, DEPTH)
            pages += _cut(whole)
        elif part.parts:
            rest.append(_changes(part, say) if part.kind in CHANGING else _node(part, say, 2))
    if rest:
        pages += _cut(_under(head, rest))
    captions = tuple(dict.fromkeys(_captions(tree, analysis)))
    return tuple(
        Spec(
            title=page_of(TREE_TITLE, number, len(pages)),
            subtitle=named(analysis, d, say),
            alt=page.says if number == 1 else f"{head.says} {page.says}",
            table=Table(TREE_TABLE, tuple(_rows(page, 0))),
            body=Tree(page, tuple((m, says) for m, says in MARKS.items() if m in _marks(page))),
            italics=captions,
        )
        for number, page in enumerate(pages, start=1)
    )


def _node(step: Step, say: Phrases, depth: int) -> Node:
    """A step and so many levels beneath it."""
    parts = tuple(_node(part, say, depth - 1) for part in step.parts) if depth else ()
    hidden = 0 if depth else sum(1 for _ in step.walk()) - 1
    return Node(
        say.sentence(step), say.support(step), _mark(step), parts, further(hidden) if hidden else ""
    )


def _overview(step: Step, say: Phrases) -> Node:
    """A step with what under it decides something; how much else stands under it is said."""
    made = _node(step, say, 1)
    kept = tuple(
        node
        for part, node in zip(step.parts, made.parts, strict=True)
        if part.kind not in LEFT_TO_PAGES
        and not (part.kind == "act" and node.mark == "none")
        and step.kind not in CHANGING
    )
    hidden = len(step.parts) - len(kept)
    return Node(
        made.says, made.support, made.mark, kept, further(hidden, bool(kept)) if hidden else ""
    )


def _changes(step: Step, say: Phrases) -> Node:
    """The findings that would change something, under each thing that they would change."""
    groups: dict[str, list[Node]] = {}
    for part in step.parts:
        says = " ".join(say.sentence(found) for found in part.parts)
        support = "; ".join(filter(None, (say.support(found) for found in part.parts)))
        groups.setdefault(say.sentence(part), []).extend([Node(says, support)] if says else [])
    parts = tuple(
        Node(sentence, parts=tuple(listed[start : start + GROUP]))
        for sentence, listed in groups.items()
        for start in range(0, max(1, len(listed)), GROUP)
    )
    return Node(say.sentence(step), say.support(step), parts=parts)


def _mark(step: Step) -> Mark:
    """Whom a step speaks for."""
    values = step.values
    match step.kind:
        case "determination":
            return _of({"denied": True, "granted": False, "open": None}, values["immunity"])
        case "prong-one":
            return _of({"shown": True, "not-shown": False, "open": None}, values["result"])
        case "prong-two":
            result = values["result"]
            return "yes" if result in HOLDS else "open" if result == "open" else "no"
        case "issue" | "issue-forfeited" | "issue-open":
            return _of({"accepted": True, "rejected": False, "open": None}, values["result"])
        case "act":
            return "yes" if values["role"] in ("basis", "informs") else "none"
        case "forced" | "contrary" | "holding":
            return "yes" if values["side"] == "plaintiff" else "no"
        case "comparison":
            if values["forces"]:
                return "yes" if values["side"] == "plaintiff" else "no"
            return "none"
        case _:
            return "none"


def _of(words: Mapping[object, bool | None], found: object) -> Mark:
    if found not in words:
        return "none"
    answer = words[found]
    return "open" if answer is None else "yes" if answer else "no"


def _under(head: Node, parts: Iterable[Node]) -> Node:
    return Node(head.says, head.support, head.mark, tuple(parts), head.more)


def _cut(page: Node) -> list[Node]:
    """The pages of a tree: as many of its parts on each as the page holds, at least one.

    A part that fills more than a page is cut among its own parts, and named again on the next.
    """
    made: list[list[Node]] = [[]]
    used = 0.0
    for part in (piece for whole in page.parts for piece in _pieces(whole)):
        tall = _tall(part)
        if made[-1] and used + tall > PAGE:
            made.append([])
            used = 0.0
        made[-1].append(part)
        used += tall
    return [_under(page, parts) for parts in made]


def _pieces(part: Node) -> Iterator[Node]:
    kept: list[Node] = []
    used = 0.0
    for inner in part.parts:
        tall = _inner(inner)
        if kept and used + tall > PAGE:
            yield _under(part, kept)
            kept, used = [], 0.0
        kept.append(inner)
        used += tall
    yield _under(part, kept)


def _tall(part: Node) -> float:
    """The height of a part: of its own box, or of what stands beside it."""
    own = _height(part.says, part.support, part.more, NARROW if part.parts else WIDE)
    return max(own + 0.1, sum(map(_inner, part.parts))) + 0.09


def _inner(node: Node) -> float:
    under = (
        (_wrapped(n.says, WIDE[1]) + _wrapped(n.support, WIDE[1]) + bool(n.more)) * SUPPORT
        for n in node.parts
    )
    return _height(node.says, node.support, node.more, WIDE) + sum(under) + 0.05


def _height(says: str, support: str, more: str, letters: tuple[int, int]) -> float:
    small = _wrapped(support, letters[1]) + bool(more)
    return _wrapped(says, letters[0]) * TEXT + small * SUPPORT


def _wrapped(text: str, letters: int) -> int:
    """The lines of a text, a little more than its letters alone would fill."""
    return -(-len(text) // letters)


def _rows(node: Node, depth: int) -> Iterator[tuple[str, ...]]:
    yield str(depth + 1), node.says, node.support
    for part in node.parts:
        yield from _rows(part, depth + 1)


def _marks(node: Node) -> set[Mark]:
    return {node.mark}.union(*(_marks(part) for part in node.parts))


def _captions(tree: Step, analysis: Analysis) -> Iterator[str]:
    for step in tree.walk():
        for citation in step.authorities:
            if citation.authority:
                yield analysis.library.authorities[citation.authority].authority
            elif citation.cited_as:
                yield caption(citation.cited_as)
