"""The form of one part of a file, made from its contract; and the part that a sent form describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from prong.faults import Fault
from prong.law.library import Library
from prong.values import Value, frozen
from prong.web.shape import MANY, Field, Path, fields, part, said, spot, whole
from prong.web.words import Defined, Word, defined, steps_of, words

#: Up to how many things are chosen from a list that is shown whole.
SHOWN_WHOLE = 80
#: The most parts of one field that a form shows or takes.
MOST = 60
#: The fields of running words.
LONG = frozenset({"says", "what", "note", "why", "test"})
#: The fields that seldom need filling in.
_RARE = frozenset({"id", "note", "date-from", "first-page", "sha256"})

Sent = Mapping[str, Sequence[str]]


@frozen
class Input:
    """One field of a form. ``style``: how it is asked for. ``inner``: the fields or parts within it."""

    name: str
    label: str
    style: str
    value: str
    chosen: tuple[str, ...]
    choices: tuple[Word, ...]
    names: str | None
    required: bool
    hint: str
    faults: tuple[Fault, ...]
    about: Defined | None
    inner: tuple[tuple[Input, ...], ...]
    open: bool
    short: str | None = None
    must: bool = False  # the contract has it in every such part

    @property
    def lead(self) -> Input | None:
        """Of a part that a bare word may stand for: the field of that word, called as the part is."""
        if self.short is None or not self.inner:
            return None
        found = next(i for i in self.inner[0] if i.name.rpartition(".")[2] == self.short)
        return replace(found, label=self.label)

    @property
    def beneath(self) -> tuple[Input, ...]:
        """The other fields of such a part."""
        return tuple(i for i in self.inner[0] if i.name.rpartition(".")[2] != self.short)

    @property
    def detailed(self) -> bool:
        return any(i.faults or (i.value != "false" and i.value) or i.chosen for i in self.beneath)

    @property
    def rare(self) -> bool:
        """Whether it may stand behind the others: it need not be filled in, and is not."""
        last = self.name.rpartition(".")[2]
        quiet = self.style == "group" or last in _RARE
        return (
            quiet
            and not self.required
            and not self.must
            and not self.faults
            and not self.open_or_filled
        )

    @property
    def open_or_filled(self) -> bool:
        return self.open if self.style in ("group", "entries") else bool(self.value)

    @property
    def id(self) -> str:
        return "in-" + re.sub(r"[^A-Za-z0-9]+", "-", self.name)

    @property
    def described(self) -> str:
        """The ids of what is said of it, for a reader that hears the page."""
        found = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*found, f"{self.id}-fault"] if self.faults else found)


def shown(field: Field, given: Any) -> str:
    """What a field of a form holds for what a file says there."""
    if given is None:
        return ""
    if field.kind in ("words", "lines"):
        several = given if isinstance(given, list) else [given]
        return "\n".join(_line(field, one) for one in several)
    return given if isinstance(given, str) else ""


def _line(field: Field, one: Any) -> str:
    if field.kind != "lines":
        return str(one)
    held = whole(one, field)
    return " ".join(
        str(held[n]) for n in (field.short, field.number.name) if n is not None and held.get(n)
    )


def inputs(
    library: Library,
    root: type[Value],
    value: Any,
    at: Path,
    cls: type[Value],
    given: Any,
    found: Iterable[Fault] = (),
    *,
    prefix: str = "",
    whole_file: bool = False,
    loose: bool = False,
) -> tuple[Input, ...]:
    """The fields of a part ``given`` at a path of a file. Parts that lie in it several times over
    have forms of their own, unless the form is of the ``whole_file``. ``loose``: the part may be left
    out, so that no field of it must be filled in."""
    held = given if isinstance(given, dict) else {}
    found = tuple(found)
    made = []
    for name, field in fields(cls).items():
        if field.kind == "other" or (field.kind in MANY and not whole_file):
            continue
        full = prefix + name
        mine = tuple(
            f for f in found if _lies_in(f, (*at, name), deep=field.kind in ("words", "lines"))
        )
        if field.of is not None and field.kind == "group":
            inner: tuple[tuple[Input, ...], ...] = (
                inputs(
                    library, root, value, (*at, name), field.of, whole(held.get(name), field), found,
                    prefix=f"{full}.", whole_file=whole_file, loose=loose or not field.required,
                ),
            )  # fmt: skip
            made.append(_group(field, full, inner, mine, held.get(name) is not None))
            continue
        if field.of is not None and field.kind == "entries":
            listed = held.get(name)
            several = listed if isinstance(listed, list) else [] if listed is None else [listed]
            inner = tuple(
                inputs(
                    library, root, value, (*at, name, n), field.of, whole(one, field), found,
                    prefix=f"{full}.{n}.", whole_file=True, loose=True,
                )
                for n, one in enumerate(several[:MOST])
            )  # fmt: skip
            made.append(_group(field, full, inner, mine, bool(several), style="entries"))
            continue
        made.append(_input(library, root, value, at, field, full, held, mine, cls, loose))
    return tuple(made)


def _lies_in(fault: Fault, path: Path, deep: bool) -> bool:
    where, mine = fault.place.field or "", ".".join(map(str, path))
    return where == mine or (deep and where.startswith(f"{mine}."))


def _group(
    field: Field, name: str, inner: tuple[tuple[Input, ...], ...], found: tuple[Fault, ...],
    filled: bool, style: str = "group",
) -> Input:  # fmt: skip
    opened = filled or field.required or any(i.faults for some in inner for i in some)
    return Input(
        name, field.label, style, "", (), (), field.names, field.required, field.hint, found, None,
        inner, opened, field.short if style == "group" else None,
    )  # fmt: skip


def _input(
    library: Library, root: type[Value], value: Any, at: Path, field: Field, name: str,
    held: Mapping[str, Any], found: tuple[Fault, ...], cls: type[Value], loose: bool,
) -> Input:  # fmt: skip
    text = shown(field, held.get(field.name))
    chosen = tuple(filter(None, text.split("\n")))
    choices: tuple[Word, ...] = tuple(
        Word(c, c.replace("-", " "), said(cls, c)) for c in field.choices
    )
    style = {"number": "number", "truth": "truth", "day": "day", "choice": "choice"}.get(
        field.kind, "text"
    )
    if field.kind == "truth":
        text = text or field.default
    elif field.kind == "number":
        steps = steps_of(library, _factor_beside(library, held))
        if steps:
            style, text = "choice", text or field.default
            choices = tuple(Word(str(n), step) for n, step in steps.items())
    elif field.required and not loose and any(c.more for c in choices):
        style = "radio"
    elif field.names is not None:
        known = words(library, field.names, value, root, at)
        if len(known) <= SHOWN_WHOLE and field.kind != "lines":
            style = "several" if field.kind == "words" else "choice"
            have = {w.word for w in known}
            choices = (*known, *(Word(c, "not defined") for c in chosen if c not in have))
            if style == "several":  # what is chosen stands first
                choices = tuple(sorted(choices, key=lambda w: w.word not in chosen))
        else:
            style = "lines" if field.kind in ("words", "lines") else "word"
    elif field.kind == "words":
        style = "lines"
    elif field.name in LONG:
        style = "long"
    about = None
    if field.names == "factors" and field.kind == "text" and text:
        about = defined(library, text)
    needed = field.required and field.kind != "words" and not loose
    return Input(
        name, field.label, style, text, chosen, choices, field.names, needed, field.hint, found,
        about, (), True, None, field.required,
    )  # fmt: skip


def _factor_beside(library: Library, held: Mapping[str, Any]) -> Any:
    return library.factors.factors.get(str(held.get("factor")))


def read(
    cls: type[Value], sent: Sent, old: Any, prefix: str = "", *, whole_file: bool = False
) -> dict[str, Any]:
    """The part that a form describes. Where a field says what it said before, what the file has is
    kept as it is written; what a form does not show is kept too."""
    held = dict(old) if isinstance(old, dict) else {}
    made: dict[str, Any] = {}
    known = fields(cls)
    for name, field in known.items():
        given = held.get(name)
        now = _now(field, sent, given, prefix + name, whole_file)
        if now is not None or (name in held and given is None and not _asked(sent, prefix + name)):
            made[name] = now
    return _in_order(held, made, list(known))


def _asked(sent: Sent, name: str) -> bool:
    return name in sent or any(key.startswith(f"{name}.") for key in sent)


def _now(field: Field, sent: Sent, given: Any, name: str, whole_file: bool) -> Any:
    if field.kind == "other" or not _asked(sent, name):
        return given
    if field.of is not None and field.kind == "group":
        inner = read(field.of, sent, whole(given, field), f"{name}.", whole_file=whole_file)
        return _short(field, inner, given)
    if field.kind in MANY:
        return _several(field, sent, given, name) if whole_file else given
    if field.kind == "truth":
        now = "true" if "true" in sent[name] else "false"
        return given if now == (shown(field, given) or field.default or "false") else now
    text = "\n".join(sent[name]).replace("\r\n", "\n").strip()
    if field.kind in ("words", "lines"):
        was = shown(field, given)
        lines = _words(text, was.split("\n")) if field.kind == "words" else text.split("\n")
        lines = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if lines == was.split("\n") or (not lines and not was):
            return given
        old = given if isinstance(given, list) else [] if given is None else [given]
        kept = {_line(field, one): one for one in old}
        made = [kept.get(line, _entry(field, line)) for line in lines]
        if not made:
            return [] if field.required else None
        return (
            made[0]
            if len(made) == 1 and given is not None and not isinstance(given, list)
            else made
        )
    if text == shown(field, given).strip():
        return given
    return text or None


def _words(text: str, known: Sequence[str]) -> list[str]:
    """The words of a field: one on each line, or several parted by spaces or commas."""
    found: list[str] = []
    for line in text.split("\n"):
        found += [line] if line.strip() in known else re.split(r"[\s,]+", line)
    return found


def _entry(field: Field, line: str) -> Any:
    """An entry of a word and a number: ``word 2``."""
    if field.kind != "lines":
        return line
    word, _, number = line.rpartition(" ")
    if word and number.isdecimal():
        short = field.short or ""
        bare = number == field.number.default
        return word.strip() if bare else {short: word.strip(), field.number.name: number}
    return line


def _short(field: Field, inner: dict[str, Any], given: Any) -> Any:
    """A part as a file writes it: as a bare word where that says it all, and was or may be so."""
    if not inner:
        return None
    if field.short and list(inner) == [field.short] and not isinstance(given, dict):
        return inner[field.short]
    return inner


def _several(field: Field, sent: Sent, given: Any, name: str) -> Any:
    """The parts of a field that a form of a whole file shows one after another."""
    if field.kind != "entries" or field.of is None:
        return given
    old = given if isinstance(given, list) else [] if given is None else [given]
    numbers = sorted(
        {int(m[1]) for key in sent if (m := re.match(rf"{re.escape(name)}\.(\d{{1,4}})\.", key))}
    )
    gone = set(sent.get(f"{name}.remove", ()))
    made = []
    for n in numbers[:MOST]:
        if str(n) in gone:
            continue
        was = whole(old[n], field) if n < len(old) else {}
        inner = read(field.of, sent, was, f"{name}.{n}.", whole_file=True)
        if inner:
            made.append(inner)
    return made or None


def _in_order(
    old: Mapping[str, Any], new: Mapping[str, Any], order: Sequence[str]
) -> dict[str, Any]:
    """The new fields in the order they had, what is added where the contract has it."""
    names = [k for k in old if k in new or k not in order]
    names += [k for k in new if k not in names and k not in order]
    for name in order:
        if name in new and name not in names:
            before = [names.index(k) for k in order[: order.index(name)] if k in names]
            names.insert(max(before, default=-1) + 1, name)
    return {k: new[k] if k in new else old[k] for k in names}


def placed(value: Any, root: type[Value], at: Path, put: Any) -> None:
    """Let a file's plain values hold a part at a path, in place; None takes it out."""
    if not at:
        value.clear()
        value.update(put)
        return
    home: Any = value
    single: tuple[Any, str | int] | None = None
    for n, step in enumerate(at[:-1]):
        above = home
        home, made = _held(above, root, at, n)
        if made:
            single = (above, step)
    last = at[-1]
    if isinstance(home, list):
        assert isinstance(last, int)
        home[last : last + 1] = [] if put is None else [put]
    elif put is None:
        del home[last]
    elif last in home or spot(root, at[:-1]).many:
        home[last] = put
    else:
        _put(home, root, at[:-1], str(last), put)
    if single is not None and len(single[0][single[1]]) == 1:  # one, written without its list
        single[0][single[1]] = single[0][single[1]][0]


def _held(home: Any, root: type[Value], at: Path, n: int) -> tuple[Any, bool]:
    """What holds the next step of a path, made where it is not there or is written shortly, and
    whether it is the list of one thing that was written without a list."""
    step, here = at[n], spot(root, at[: n + 1])
    inner = home[step] if isinstance(home, list) else home.get(step)  # type: ignore[index]
    single = False
    if here.many and here.field is not None and here.field.kind == "entries":
        single = inner is not None and not isinstance(inner, list)
        inner = [inner] if single else inner or []
    elif here.many:
        inner = inner if isinstance(inner, dict) else {}
    else:
        inner = whole(inner, here.field)
    if isinstance(home, list) or step in home:
        home[step] = inner  # type: ignore[index]
    else:
        _put(home, root, at[:n], str(step), inner)
    return inner, single


def _put(home: dict[str, Any], root: type[Value], at: Path, name: str, put: Any) -> None:
    """A new field of a part, where the contract has it."""
    above = spot(root, at)
    order = [] if above.many else list(fields(above.cls))
    new = _in_order(home, {**home, name: put}, order)
    home.clear()
    home.update(new)


__all__ = ["Input", "inputs", "part", "placed", "read", "shown"]
