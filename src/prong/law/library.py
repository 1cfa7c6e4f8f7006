"""The law library: loaded from the package and from overlay folders, identified by a digest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from prong import __version__
from prong.dates import Day
from prong.faults import (
    Fault,
    Faults,
    FieldFault,
    FileFault,
    Place,
    SeveralFault,
    WordFault,
    nearest,
    raise_all,
)
from prong.files import Document, check, parse_yaml, read_bytes
from prong.law import cache
from prong.law.authorities import Authority, Holding, Retractions, Treatment
from prong.law.courts import Courts
from prong.law.doctrines import AdoptionFile, Doctrine
from prong.law.factors import FactorFile, Factors
from prong.law.forums import Forum
from prong.law.procedure import Procedure
from prong.values import NotPlain, Value, build, frozen

#: The rooms of a library folder and the model of the files in each.
ROOMS: dict[str, type[Value]] = {
    "courts": Courts,
    "factors": FactorFile,
    "doctrines/adoption": AdoptionFile,
    "doctrines": Doctrine,
    "authorities": Authority,
    "forums": Forum,
    "procedure": Procedure,
    "retractions": Retractions,
}


#: What faults call the shipped library's folder, and where it is.
SHIPPED = "library"
SHIPPED_FOLDER = Path(__file__).parent.parent / "library"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file of the library: its room and id, its bytes, and the folder it came from."""

    room: str
    id: str
    name: str
    data: bytes


@frozen
class Coverage:
    """What a library covers for one forum and doctrine: nothing past it is ever assumed."""

    forum: str
    doctrine: str
    authorities: int
    holdings: int
    latest: Day | None


@dataclass(frozen=True, eq=False)
class Library:
    """The law as data, in one version. Equal content has an equal ``digest``."""

    version: str
    digest: str
    overlays: tuple[str, ...]
    courts: Courts
    factors: Factors
    doctrines: dict[str, Doctrine]
    authorities: dict[str, Authority]
    forums: dict[str, Forum]
    procedure: Procedure
    documents: dict[tuple[str, str], Document] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, overlays: Sequence[str | Path] = (), *, documents: bool = False) -> Library:
        """The shipped library with overlay folders laid over it, in order.

        In an overlay the same id replaces the whole file, and ``retractions.yaml`` removes
        authorities. Faults name the file and line. A library that was found sound is kept parsed
        in the cache under its digest; ``documents`` reads the files again for their lines.
        """
        shelves = _shelves(overlays)
        digest = _digest(shelves.values())
        names = tuple(str(Path(o)) for o in overlays)
        known = _LIBRARIES.get((digest, names))
        if known is not None and (known.documents or not documents):
            return known
        kept = None if documents else cache.read(digest)
        if kept is not None:
            try:
                return _remember(_from_plain(kept, digest, names))
            except (NotPlain, KeyError, TypeError, ValueError, Fault):
                pass  # not what this version keeps: read the files
        from prong.law import lint

        parsed = {key: _parsed(s.name, s.data) for key, s in sorted(shelves.items())}
        library = _from_documents(parsed, digest, names)
        raise_all(list(lint.faults(library)))
        cache.write(digest, [[*key, document.value] for key, document in parsed.items()])
        return _remember(library)

    def authority(self, id: str, among: Container[str] = ()) -> Authority:
        """An authority by its id, its short name or its citation.

        Of several that go by one short name, the only one ``among`` those meant is taken. A
        WordFault names the nearest, or all that the name may mean.
        """
        found = self.authorities.get(id)
        if found:
            return found
        wanted = " ".join(id.lower().split())
        named = [
            key
            for key, a in self.authorities.items()
            if wanted in {n.lower() for n in (a.authority, a.citation, a.short or "", *a.parallel)}
        ]
        meant = [key for key in named if key in among] or named
        if len(meant) == 1:
            return self.authorities[meant[0]]
        if meant:
            raise SeveralFault(
                "Several authorities go by this name.",
                found=id,
                expected=f"one of {', '.join(meant)}",
            )
        close = [key for key in self.authorities if wanted in key.replace("-", " ")]
        if len(close) == 1:
            return self.authorities[close[0]]
        raise WordFault(
            "The library holds no such authority.",
            found=id,
            expected="an id, a short name or a citation (see prong library list)",
            nearest=self._near(id),
        )

    def _near(self, name: str) -> str | None:
        """The id of the authority whose id or short name is nearest to a misspelt one."""
        known = {key: key for key in self.authorities}
        known |= {a.short: key for key, a in reversed(self.authorities.items()) if a.short}
        close = nearest(name, known)
        return known[close] if close else None

    def __getstate__(self) -> dict[str, Any]:
        """Without the ids of values in this process, which mean nothing in another."""
        return {name: held for name, held in self.__dict__.items() if name != "_ids"}

    def id_of(self, authority: Authority) -> str:
        return self._ids[id(authority)]

    @cached_property
    def _ids(self) -> dict[int, str]:
        return {id(authority): key for key, authority in self.authorities.items()}

    @cached_property
    def treatments(self) -> dict[str, tuple[tuple[Authority, Treatment], ...]]:
        """What other authorities say of each, whenever they said it."""
        found: dict[str, list[tuple[Authority, Treatment]]] = {}
        for authority in self.authorities.values():
            for treatment in authority.treats:
                found.setdefault(treatment.authority, []).append((authority, treatment))
        return {key: tuple(value) for key, value in found.items()}

    def holdings(self, doctrine: str) -> Iterator[tuple[str, Authority, Holding]]:
        """Every holding on a doctrine, with its authority, oldest first."""
        yield from self._holdings.get(doctrine, ())

    @cached_property
    def _holdings(self) -> dict[str, tuple[tuple[str, Authority, Holding], ...]]:
        found: dict[str, list[tuple[str, Authority, Holding]]] = {}
        order = sorted(
            self.authorities.items(),
            key=lambda kv: (kv[1].decided.first, kv[1].decided.last, kv[0]),
        )
        for key, authority in order:
            for holding in authority.holdings:
                found.setdefault(holding.doctrine, []).append((key, authority, holding))
        return {doctrine: tuple(held) for doctrine, held in found.items()}

    def forum(self, court: str, on: Day) -> Forum:
        """The forum data that governs in a court: its own, or its court of appeals'."""
        if court not in self.courts.courts:
            raise WordFault(
                "No court has this id.",
                found=court,
                expected="a court id such as those of prong library list courts",
                nearest=nearest(court, self.courts.courts),
            )
        governing = court if court in self.forums else self.courts.appeals_over(court, on)
        if governing not in self.forums:
            raise WordFault(
                "The library has no forum data for this court, so it cannot be a forum.",
                found=court,
                expected=f"one of {', '.join(sorted(self.forums))}, or a court under one of them",
            )
        return self.forums[governing]

    def coverage(self, forum: str, doctrine: str) -> Coverage:
        """How far the library goes for a forum and doctrine."""
        found = [(a, h) for _, a, h in self.holdings(doctrine)]
        return Coverage(
            forum=forum,
            doctrine=doctrine,
            authorities=len({a.citation for a, _ in found}),
            holdings=len(found),
            latest=max((a.decided for a, _ in found), key=lambda d: d.last, default=None),
        )

    @cached_property
    def latest(self) -> Day:
        """The latest decision in the library."""
        return max((a.decided for a in self.authorities.values()), key=lambda d: d.last)

    @cached_property
    def homes(self) -> dict[tuple[str, tuple[str | int, ...]], str]:
        """The file of a room in which each entry that a file lists by its word stands."""
        return {
            (room, path): key
            for (room, key), document in self.documents.items()
            for path in document.lines
            if len(path) == 2
        }

    def place(self, room: str, id: str, path: Iterable[str | int] = ()) -> Place:
        return _place(self.documents, room, id, tuple(path))


def _shelves(overlays: Sequence[str | Path]) -> dict[tuple[str, str], Shelved]:
    shelves: dict[tuple[str, str], Shelved] = {}
    for number, folder in enumerate([SHIPPED_FOLDER, *map(Path, overlays)]):
        if not folder.is_dir():
            raise FileFault(
                "There is no such library folder.", place=Place(str(folder)), expected="a folder"
            )
        found = list(_files(folder, str(folder) if number else SHIPPED))
        if number and not found:
            raise FileFault(
                "The library folder holds no file of the law.",
                place=Place(str(folder)),
                expected=f"YAML files in {', '.join(ROOMS)}",
            )
        for shelved in found:
            shelves[shelved.room, shelved.id] = shelved
            if shelved.room == "retractions":
                document = parse_yaml(shelved.data, shelved.name)
                listed = check(document, Retractions)
                for at, retraction in enumerate(listed.retract):
                    if shelves.pop(("authorities", retraction.authority), None) is None:
                        raise WordFault(
                            "A retraction names an authority that is not in the library.",
                            place=document.place(("retract", at, "authority")),
                            found=retraction.authority,
                            expected="an authority of the library",
                            nearest=nearest(
                                retraction.authority,
                                [key for room, key in shelves if room == "authorities"],
                            ),
                        )
    return shelves


def _files(folder: Path, name: str) -> Iterator[Shelved]:
    """The YAML files of a library folder; a link that leads out of the folder is refused."""
    for found in sorted(_yaml_under(str(folder))):
        path, relative = Path(found), os.path.relpath(found, folder).replace(os.sep, "/")
        home = relative.rpartition("/")[0]
        if not home:
            room = "retractions" if path.stem == "retractions" else ""
        else:
            room = next((r for r in ROOMS if home == r or home.startswith(f"{r}/")), "")
        if not room:
            raise FileFault(
                "This file lies in no room of a library.",
                place=Place(str(path)),
                expected=f"a folder among {', '.join(r for r in ROOMS if r != 'retractions')}",
            )
        yield Shelved(room, path.stem, f"{name}/{relative}", read_bytes(path))


def _yaml_under(folder: str) -> Iterator[str]:
    """The YAML files under a folder. A link that leads out of it is refused, never passed over."""
    root = os.path.realpath(folder)
    for here, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = f"{here}{os.sep}{name}"
            # A link's real place differs from where it stands; resolving paths costs, links are few.
            if Path(path).is_symlink() and not os.path.realpath(path).startswith(root + os.sep):
                raise FileFault("A link leads out of the library folder.", place=Place(path))
            if name.endswith(".yml"):
                raise FileFault(
                    "This file's ending is not one that a library reads.",
                    place=Place(path),
                    expected="a name that ends in .yaml",
                )
            if name.endswith(".yaml") and name in names:
                yield path


#: The libraries last loaded in this process, by digest and overlays: equal content, one library.
_LIBRARIES: dict[tuple[str, tuple[str, ...]], Library] = {}
_AT_ONCE = 4


def _remember(library: Library) -> Library:
    while len(_LIBRARIES) >= _AT_ONCE:
        del _LIBRARIES[next(iter(_LIBRARIES))]
    _LIBRARIES[library.digest, library.overlays] = library
    return library


#: How many files and values are kept between loads of one process: overlays share what is shipped.
_KEPT = 2048


@lru_cache(maxsize=_KEPT)
def _parsed(name: str, data: bytes) -> Document:
    return parse_yaml(data, name)


@lru_cache(maxsize=_KEPT)
def _checked(room: str, document: Document) -> Any:
    """The value of a file; one that was sound is not built again in this process."""
    return check(document, ROOMS[room])


def _digest(files: Iterable[Shelved]) -> str:
    total = hashlib.sha256()
    for shelved in sorted(files, key=lambda s: (s.room, s.id)):
        total.update(f"{shelved.room}/{shelved.id}\0{len(shelved.data)}\0".encode())
        total.update(shelved.data)
    return total.hexdigest()


Rooms = dict[str, dict[str, Any]]
Documents = dict[tuple[str, str], Document]


def _from_plain(kept: list[Any], digest: str, overlays: tuple[str, ...]) -> Library:
    """A library from its parsed files, which were found sound when they were kept."""
    values: Rooms = {room: {} for room in ROOMS}
    for room, key, plain in kept:
        values[room][key] = build(ROOMS[room], plain)
    return _assemble(values, {}, digest, overlays)


def _from_documents(documents: Documents, digest: str, overlays: tuple[str, ...]) -> Library:
    """A library from its files as read; every fault of form is reported."""
    values: Rooms = {room: {} for room in ROOMS}
    faults: list[Fault] = []
    for (room, key), document in documents.items():
        try:
            values[room][key] = _checked(room, document)
        except Faults as several:
            faults.extend(several.faults)
        except Fault as fault:
            faults.append(fault)
    raise_all(faults)
    return _assemble(values, documents, digest, overlays)


def _assemble(
    values: Rooms, documents: Documents, digest: str, overlays: tuple[str, ...]
) -> Library:
    for room, what in (("courts", "courts"), ("procedure", "procedure")):
        if not values[room]:
            raise FileFault(f"The library has no {what} file.", place=Place(room))
    gone = {
        retraction.authority
        for listed in values["retractions"].values()
        for retraction in listed.retract
    } - values["authorities"].keys()
    if gone:
        values = _without(values, gone)
    return Library(
        version=__version__,
        digest=digest,
        overlays=overlays,
        courts=_courts(values["courts"].values()),
        factors=_factors(values["factors"], documents),
        doctrines=_doctrines(values["doctrines"], values["doctrines/adoption"], documents),
        authorities=values["authorities"],
        forums={forum.forum: forum for forum in values["forums"].values()},
        procedure=next(iter(values["procedure"].values())),
        documents=documents,
    )


def _without(values: Rooms, gone: set[str]) -> Rooms:
    """The library without what stands on retracted authorities: what is stated on their authority
    goes with them, and what merely mentions them no longer does."""

    def kept(statements: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(s for s in statements if s.authority not in gone)

    def authority(a: Authority) -> Authority:
        return replace(
            a,
            treats=kept(a.treats),
            prong_two=tuple(
                replace(r, on=tuple(o for o in r.on if o not in gone)) for r in a.prong_two
            ),
        )

    def forum(f: Forum) -> Forum:
        return replace(
            f,
            sources=kept(f.sources),
            burden=kept(f.burden),
            conflict=kept(f.conflict),
            steps={key: step for key, step in f.steps.items() if step.authority not in gone},
            notice_lag=f.notice_lag if f.notice_lag and kept((f.notice_lag,)) else None,
        )

    def procedure(p: Procedure) -> Procedure:
        steps = {key: step for key, step in p.steps.items() if step.authority not in gone}
        return replace(p, steps=steps)

    changes: dict[str, Any] = {
        "authorities": authority,
        "forums": forum,
        "procedure": procedure,
        "doctrines": lambda d: replace(d, rules=kept(d.rules), adoption=kept(d.adoption)),
        "doctrines/adoption": lambda d: replace(d, adoption=kept(d.adoption)),
    }
    return {
        room: {key: changes[room](value) for key, value in shelf.items()}
        if room in changes
        else shelf
        for room, shelf in values.items()
    }


def _place(documents: Documents, room: str, key: str, path: tuple[str | int, ...]) -> Place:
    document = documents.get((room, key))
    return document.place(path) if document else Place(f"{room}/{key}")


def _courts(parts: Iterable[Courts]) -> Courts:
    first, *rest = parts
    return replace(
        first,
        courts={k: c for part in (first, *rest) for k, c in part.courts.items()},
        inherits=tuple(i for part in (first, *rest) for i in part.inherits),
    )


def _factors(parts: dict[str, FactorFile], documents: dict[tuple[str, str], Document]) -> Factors:
    merged: dict[str, dict[str, Any]] = {"factors": {}, "scopes": {}, "scales": {}}
    homes: dict[str, str] = {}
    for key, part in parts.items():
        for name, known in merged.items():
            for word, value in getattr(part, name).items():
                if word in known:
                    # The shipped files are right; an overlay that defines their word is not.
                    places = [
                        _place(documents, "factors", k, (name, word)) for k in (key, homes[word])
                    ]
                    places.sort(key=lambda p: (p.file or "").startswith(f"{SHIPPED}/"))
                    raise FieldFault(
                        "This word is defined in two files.",
                        place=places[0],
                        found=f"{word}, also in {places[1].file}",
                        expected="a word of its own, or a file of the same name to replace that one",
                    )
                homes[word] = key
                known[word] = replace(value, doctrine=part.doctrine) if name == "factors" else value
    return Factors(merged["factors"], merged["scopes"], merged["scales"])


def _doctrines(
    doctrines: dict[str, Doctrine],
    adoptions: dict[str, AdoptionFile],
    documents: dict[tuple[str, str], Document],
) -> dict[str, Doctrine]:
    found = {doctrine.doctrine: doctrine for doctrine in doctrines.values()}
    for key, part in adoptions.items():
        if part.doctrine not in found:
            raise WordFault(
                "The adoption file names a doctrine that the library does not have.",
                place=_place(documents, "doctrines/adoption", key, ("doctrine",)),
                found=part.doctrine,
                nearest=nearest(part.doctrine, found),
            )
        home = found[part.doctrine]
        found[part.doctrine] = replace(home, adoption=(*home.adoption, *part.adoption))
    return found
