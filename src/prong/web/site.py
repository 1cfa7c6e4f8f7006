"""What every page of the workbench is made with: the law, the shelf of cases, the templates."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from prong import __version__
from prong.base.store import Base, open_base
from prong.decide.analysis import Analysis
from prong.faults import Fault, Faults
from prong.law.library import Library
from prong.record.load import examples
from prong.report.phrases import library_line
from prong.report.text import NOTICE
from prong.web.answers import Answers, Asked, decide
from prong.web.asking import Question
from prong.web.checks import Checks
from prong.web.deciders import PATIENT, Tracks
from prong.web.guard import Bucket, Keys, Limit
from prong.web.ownlaw import OwnLaw
from prong.web.shelf import Cases, Kept, NotHere

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


class Door(Protocol):
    """What a workbench knows of whoever was let in to ask."""

    def shelf(self, request: Request) -> Cases:
        """The cases that whoever asks may see."""

    def who(self, request: Request) -> str:
        """What is kept of theirs alone is kept under this; "" where there is only one."""

    def form(self, request: Request) -> str:
        """What a form made for them carries."""

    def bearer(self, request: Request) -> bool:
        """Whether they have shown, otherwise than by a cookie, that no page of another's asks."""

    def given(self, request: Request) -> dict[str, Any]:
        """What every page is told: ``who`` asks (None where there is only one), whether they
        ``may_change`` cases, and the ``matters`` a new case may go into, with the ``matter`` of
        the last."""


@dataclass(frozen=True)
class OwnDoor:
    """The door of a workbench that is one person's: everything on one shelf is theirs."""

    cases: Cases
    keys: Keys

    def shelf(self, request: Request) -> Cases:
        return self.cases

    def who(self, request: Request) -> str:
        return ""

    def form(self, request: Request) -> str:
        return self.keys.form

    def bearer(self, request: Request) -> bool:
        return self.keys.bearer(request.headers)

    def given(self, request: Request) -> dict[str, Any]:
        return {"who": None, "may_change": True, "matters": (), "matter": None}


@dataclass
class Site:
    """One workbench. ``apart``: cases are decided in processes apart, as hostile ones must be."""

    library: Library
    door: Door
    apart: bool
    checks: Checks
    law: OwnLaw
    uploads: Limit = field(default_factory=lambda: Bucket(20, 30))
    drawing: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def at(
        cls, folder: Path, door: Door, overlays: Sequence[Path], base: str | None, apart: bool
    ) -> Site:
        """The workbench whose own law and checks lie in a folder."""
        law = OwnLaw(folder / "library", [str(Path(o).resolve()) for o in overlays])
        checks = Checks(folder / "checks", base, lambda: law.overlays)
        return cls(law.load(), door, apart, checks, law)

    def __post_init__(self) -> None:
        self.answers = self._answering()

    def _answering(self) -> Answers:
        tracks = Tracks[Asked](self.library, decide) if self.apart else None
        return Answers(self.library, tracks)

    def tried(self, text: str) -> None:
        """Raises ``TakesLong`` for a text that is not to be taken in; it may take its time."""
        if self.apart:
            self.answers.tried(text)

    def taken(self, text: str) -> Analysis:
        """The answer of a text from elsewhere, once it was tried where it could do no harm; raises
        whatever keeps it from being saved."""
        self.tried(text)
        return self.answers.decided(text, Question())

    @property
    def forums(self) -> dict[str, str]:
        """The forums of the library with their names, in the order of these."""
        courts = self.library.courts.courts
        names = ((key, courts[key].name) for key in self.library.forums)
        return dict(sorted(names, key=lambda kv: kv[1]))

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
            library_line=library_line(self.library), path=request.url.path,
            swapped=request.headers.get("hx-request") == "true",
            csrf=self.door.form(request), **self.door.given(request), **values,
        )  # fmt: skip
        return HTMLResponse(text, status)

    def base(self) -> Base:
        """The authority base, opened to be read for one request, with little time. A NoBaseFault
        says that there is none."""
        return open_base(self.checks.base, read_only=True, seconds=BASE_SECONDS)

    def shelf(self, request: Request) -> Cases:
        """The cases that whoever asks may see."""
        return self.door.shelf(request)

    def who(self, request: Request) -> str:
        """Whose request it is: what is kept of theirs alone is kept under this."""
        return self.door.who(request)

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
