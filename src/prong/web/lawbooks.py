"""The law library in pages: doctrines, the test of each circuit, authorities and their holdings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from prong.decide.reach import in_order
from prong.faults import nearest
from prong.law.authorities import Stated
from prong.law.library import Library
from prong.values import frozen
from prong.web.shelf import NotHere
from prong.web.site import Site
from prong.web.words import defined, stating

#: The most found entries that are shown of each kind.
MOST = 100


@frozen
class Use:
    """Where the library rests on an authority."""

    what: str
    link: str
    pin: str | None


def uses(library: Library, key: str) -> Iterator[Use]:
    """Every rule, adoption, forum statement, step and treatment that cites an authority."""
    for id, doctrine in library.doctrines.items():
        for rule in doctrine.rules:
            if rule.authority == key:
                yield Use(f"{doctrine.name}: {rule.says}", f"/library/doctrines/{id}", rule.pin)
        for one in doctrine.adoption:
            if one.authority == key:
                court = library.courts.courts[one.court].name
                what = f"{doctrine.name}, as stated in the {court}"
                yield Use(what, f"/library/doctrines/{id}", one.pin)
    for other, authority in library.authorities.items():
        for t in authority.treats:
            if t.authority == key:
                says = f": {t.says}" if t.says else ""
                what = f"{authority.authority} {t.how} it{says}"
                yield Use(what, f"/library/authorities/{other}", t.pin)
        for ruling in authority.prong_two:
            if key in ruling.on:
                what = f"{authority.authority} rests a ruling on prong two on it"
                yield Use(what, f"/library/authorities/{other}", ruling.pin)


def routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/library")

    @router.get("")
    def start(request: Request) -> Response:
        library = site.library
        counts = {
            key: (sum(1 for _ in library.holdings(key)), len(doctrine.rules))
            for key, doctrine in library.doctrines.items()
        }
        return site.page(
            request, "library.html", doctrines=library.doctrines, counts=counts,
            authorities=len(library.authorities), factors=len(library.factors.factors),
        )  # fmt: skip

    @router.get("/search")
    def search(request: Request, q: str = "") -> Response:
        library = site.library
        courts = library.courts.courts
        words = q.lower().split()[:12]

        def has(*texts: str | None) -> bool:
            whole = " ".join(t for t in texts if t).lower()
            return all(word in whole for word in words)

        doctrines = [(k, d) for k, d in library.doctrines.items() if has(k, d.name, d.right)]
        factors = [(k, f) for k, f in library.factors.factors.items() if has(k, f.says, f.asks)]
        authorities = [
            (key, a)
            for key, a in library.authorities.items()
            if has(
                key, a.authority, a.short, a.citation, *a.parallel, *(h.says for h in a.holdings)
            )
        ]
        return site.page(
            request, "search.html", q=q[:200], doctrines=doctrines, most=MOST,
            factors=factors[:MOST], found=authorities[:MOST], courts=courts,
            more=(len(authorities), len(factors)),
        )  # fmt: skip

    @router.get("/about")
    def about(request: Request, word: str = "", id: str = "") -> Response:
        """What a factor means, beside the field it is chosen in."""
        name = id if re.fullmatch(r"[A-Za-z0-9-]{1,200}", id) else "about"
        return site.page(request, "_about.html", d=defined(site.library, word[:200]), id=name)

    @router.get("/authorities")
    def authorities(request: Request) -> Response:
        library = site.library
        courts = library.courts.courts
        listed = sorted(
            library.authorities.items(),
            key=lambda kv: (in_order(kv[1].court), kv[1].decided.first, kv[0]),
        )
        return site.page(request, "authorities.html", listed=listed, courts=courts)

    @router.get("/authorities/{id}")
    def authority(request: Request, id: str) -> Response:
        library = site.library
        courts = library.courts.courts
        if id not in library.authorities:
            raise _unknown("authority", id, library.authorities)
        one = library.authorities[id]
        return site.page(
            request, "authority.html", id=id, a=one, court=courts[one.court].name,
            uses=tuple(uses(library, id)), factor=_factor, library=library, coding=one.coding,
            own=id in site.law.ids(),
        )  # fmt: skip

    def _factor(stated: Stated) -> str:
        library = site.library
        factor = library.factors.factors.get(stated.factor)
        scale = library.factors.scales.get(factor.scale or "") if factor else None
        much = scale.steps.get(stated.magnitude) if scale else None
        return f"{factor.says if factor else stated.factor}{f' ({much})' if much else ''}"

    @router.get("/doctrines/{id}")
    def doctrine(request: Request, id: str) -> Response:
        library = site.library
        courts = library.courts.courts
        if id not in library.doctrines:
            raise _unknown("doctrine", id, library.doctrines)
        one = library.doctrines[id]
        factors = [(k, f) for k, f in library.factors.factors.items() if f.doctrine == id]
        adoption = sorted(one.adoption, key=lambda a: in_order(a.court))
        return site.page(
            request, "doctrine.html", id=id, d=one, factors=factors, adoption=adoption,
            courts=courts, holdings=list(library.holdings(id)), library=library,
        )  # fmt: skip

    @router.get("/factors/{id}")
    def factor(request: Request, id: str) -> Response:
        library = site.library
        factors = library.factors.factors
        if id not in factors:
            raise _unknown("factor", id, factors)
        return site.page(
            request, "factor.html", id=id, f=factors[id], factors=factors,
            children=sorted(library.factors.children.get(id, ())),
            scale=library.factors.scales.get(factors[id].scale or ""),
            stated=tuple(stating(library, id)), doctrines=library.doctrines,
        )  # fmt: skip

    return router


def _unknown(what: str, word: str, known: Iterable[str]) -> NotHere:
    return NotHere(
        f"The library has no {what} of this id.", found=word[:80], nearest=nearest(word, known)
    )
