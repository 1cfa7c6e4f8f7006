"""What a court decided in a case that is kept as a case file: the outcome beside the record."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from prong.faults import FileFault, Place, WordFault, nearest
from prong.files import check, read_yaml
from prong.law.coding import Coded
from prong.record.case import Record
from prong.record.load import DECIDED
from prong.values import Value, value

Shown = Literal["shown", "not-shown", "not-decided"]
Established = Literal["true", "false", "not-decided"]
Immunity = Literal["granted", "denied", "remanded", "unavailable", "not-decided"]

#: A case ``x.yaml`` has its outcome in ``x.outcome.yaml``.
ENDING = ".outcome.yaml"


@value
class Result(Value):
    """How a court came out on one defendant, claim and incident; ``teaches`` says what an honest
    disagreement shows of the model."""

    plaintiff: str | None = None
    defendant: str
    doctrine: str
    incident: str | None = None
    violation: Shown = "not-decided"
    established: Established = "not-decided"
    immunity: Immunity = "not-decided"
    pin: str | None = None
    says: str | None = None
    teaches: str | None = None


@value
class Outcome(Value):
    """A court's decision of a case. ``blind``: the facts were coded before it was read."""

    case: str
    citation: str
    court: str
    coded: Coded
    blind: bool = False
    results: tuple[Result, ...]
    note: str | None = None


def decided_cases(folder: Path | None = None) -> dict[str, tuple[Path, Path]]:
    """The case files of a folder that have an outcome, by name; those shipped, without one."""
    where = folder or DECIDED
    if not where.is_dir():
        raise FileFault("There is no such folder of decided cases.", place=Place(str(where)))
    found: dict[str, tuple[Path, Path]] = {}
    for outcome in sorted(where.rglob(f"*{ENDING}")):
        name = outcome.name.removesuffix(ENDING)
        case = outcome.with_name(f"{name}.yaml")
        if not case.is_file():
            raise FileFault("This outcome has no case beside it.", place=Place(str(outcome)))
        found[name] = (case, outcome)
    if not found:
        raise FileFault(
            "The folder holds no decided case.",
            place=Place(str(where)),
            expected=f"pairs such as name.yaml and name{ENDING}",
        )
    return found


def load_outcome(path: Path, record: Record) -> Outcome:
    """An outcome, checked against its case: every result must be of a claim of the case."""
    document = read_yaml(path)
    outcome = check(document, Outcome)
    for number, result in enumerate(outcome.results):
        known = [d for c in record.claims if c.theory == result.doctrine for d in c.against]
        if result.defendant not in known:
            raise WordFault(
                "The case has no claim on this theory against this person.",
                place=document.place(("results", number, "defendant")),
                found=f"{result.doctrine} against {result.defendant}",
                expected=f"one of {', '.join(known)}" if known else "a theory of the case",
                nearest=nearest(result.defendant, known),
            )
        if result.incident is not None and result.incident not in record.incidents:
            raise WordFault(
                "The case has no such incident.",
                place=document.place(("results", number, "incident")),
                found=result.incident,
                expected=f"one of {', '.join(record.incidents)}",
            )
    return outcome
