"""What every page of the workbench is made with: the law, the shelf of cases, the templates."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from prong import __version__
from prong.base.store import Base, open_base
from prong.faults import Fault, Faults
from prong.law.library import Library
from prong.record.load import examples
from prong.report.phrases import library_line
from prong.report.text import NOTICE
from prong.web.answers import Answers, Asked, decide
from prong.web.asking import Question
from prong.web.checks import Checks
from prong.web.deciders import PATIENT, Tracks
from prong.web.guard import Bucket, Keys
from prong.web.ownlaw import OwnLaw
from prong.web.shelf import Kept, NotHere, Shelf

HERE = Path(__file__).parent
Kind = Literal["cases", "examples"]
#: So long may the authority base take over one request.
BASE_SECONDS = 20


@dataclass(frozen=True)
class Held:
    """A case as a page was asked for it: the user's own, or an example that is read only."""

    kind: Kind
    kept: Kept

    @property
    def address(self) -> str:
        return f"/{self.kind}/{self.kept.id}"

    @property
    def own(self) -> bool:
        return self.kind == "cases"


@dataclass
class Site:
    """One workbench. ``apart``: cases are decided in processes apart, as hostile ones must be."""

    library: Library
    own: Shelf
    keys: Keys
    cookie: str
    apart: bool
    checks: Checks
    law: OwnLaw
    uploads: Bucket = field(default_factory=lambda: Bucket(20, 30))
    drawing: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.answers = self._answering()

    def _answering(self) -> Answers:
        tracks = Tracks[Asked](self.library, decide) if self.apart else None
        return Answers(self.library, tracks)

    def trial(self, text: str) -> None:
        """Raises ``TakesLong`` for a text that is not to be taken in; it may take its time."""
        if self.apart:
            self.answers.tried(text)

    @cached_property
    def templates(self) -> Environment:
        made = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.globals |= {
            "csrf": self.keys.form,
            "notice": NOTICE,
            "version": __version__,
            "draws": self.draws,
        }
        return made

    @property
    def draws(self) -> bool:
        """Whether figures can be drawn here: they need the extra ``report``."""
        return find_spec("matplotlib") is not None

    @property
    def sets(self) -> tuple[str, ...]:
        """The formats a memorandum can be had in here."""
        needs = {"docx": ("docx",), "pdf": ("typst",), "html": (), "md": ()}
        return tuple(k for k, some in needs.items() if all(find_spec(n) for n in some))

    def lay(self, library: Library) -> None:
        """Answer by another state of the library from now on; what is being answered may still end by
        the one before, and is then forgotten."""
        before, self.library = self.answers, library
        self.answers = self._answering()
        ending = threading.Timer(PATIENT, before.close)
        ending.daemon = True
        ending.start()

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        text = self.templates.get_template(template).render(
            library_line=library_line(self.library),
            path=request.url.path,
            swapped=request.headers.get("hx-request") == "true",
            **values,
        )
        return HTMLResponse(text, status)

    def who(self, request: Request) -> str:
        """Whoever asks, by a name that is theirs alone; "" where only one person can."""
        return ""

    def base(self) -> Base:
        """The authority base, opened to be read for one request, with little time. A NoBaseFault
        says that there is none."""
        return open_base(self.checks.base, read_only=True, seconds=BASE_SECONDS)

    def shelf(self, request: Request) -> Shelf:
        """The cases that whoever asks may see."""
        return self.own

    def held(self, request: Request, kind: Kind, id: str) -> Held:
        if kind == "cases":
            return Held(kind, self.shelf(request).read(id))
        known = examples()
        if id not in known:
            raise NotHere("There is no example of this name.", found=id[:80])
        return Held(kind, Kept(id, known[id].read_text(encoding="utf-8")))


def question(request: Request) -> Question:
    """The suppositions in an address."""
    query = request.query_params
    return Question.of(query, *(query.getlist(name) for name in ("so", "not", "act", "add")))


def each(fault: Fault) -> tuple[Fault, ...]:
    """The single faults of one or of several together."""
    return fault.faults if isinstance(fault, Faults) else (fault,)
