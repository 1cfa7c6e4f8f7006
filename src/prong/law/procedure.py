"""Procedure: the authority behind each step of method, who may claim immunity, and the verbs."""

from __future__ import annotations

import dataclasses
from typing import Literal

from prong.law.forums import Cited
from prong.values import Value, value

Defence = Literal["qualified-immunity", "unavailable", "not-applicable"]


@value
class Step(Cited):
    """One step of method: what a court does there and the authority for it.

    ``where`` names a factor; the step then needs saying where that is found.
    """

    where: str | None = None


@value
class Defendant(Cited):
    """A kind of person or body, and whether it may claim qualified immunity."""

    defence: Defence


@value
class PostureWords(Cited):
    """How the facts are taken in a posture, and the verbs a conclusion may use there."""

    shown: str
    not_shown: str
    open: str


@value
class RecordStyle(Cited):
    """How a court's briefs cite the record: ``form``, with places to fill in from a piece of
    evidence's place ``of`` the docket (``filed``) or of the appellate ``appendix``, and its ``cite``.
    """

    of: Literal["filed", "appendix"]
    form: str


@value
class Procedure(Value):
    """Procedure for a system of courts. Keys of ``postures`` are ``stage`` or ``stage/movant``."""

    procedure: str
    steps: dict[str, Step]
    defendants: dict[str, Defendant]
    postures: dict[str, PostureWords]
    record_cites: dict[str, RecordStyle] = dataclasses.field(default_factory=dict)

    def posture(self, stage: str, movant: str | None) -> PostureWords:
        return self.postures.get(f"{stage}/{movant}") or self.postures[stage]
