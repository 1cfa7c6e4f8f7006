"""A record cited in the style of a court: excerpts of record, joint appendix, electronic docket."""

from __future__ import annotations

import re
from dataclasses import replace

from prong.faults import WordFault, nearest
from prong.law.procedure import Procedure, RecordStyle
from prong.record.case import Evidence, Record

_FIELD = re.compile(r"\{(\w+)\}")


def styled(record: Record, procedure: Procedure, name: str | None = None) -> Record:
    """The record with its evidence cited in a style of the library, by name or as the case file
    asks; evidence that does not say where it stands keeps the cite that the file gives it."""
    chosen = name or record.record_cites
    if chosen is None:
        return record
    style = procedure.record_cites.get(chosen)
    if style is None:
        raise WordFault(
            "The law library has no such style of citing a record.",
            found=chosen,
            expected=f"one of {', '.join(procedure.record_cites)}",
            nearest=nearest(chosen, procedure.record_cites),
        )
    evidence = {key: replace(e, cite=_cite(e, style)) for key, e in record.evidence.items()}
    return replace(record, evidence=evidence)


def _cite(evidence: Evidence, style: RecordStyle) -> str:
    place = evidence.filed if style.of == "filed" else evidence.appendix
    if place is None:
        return evidence.cite
    known = {
        "cite": evidence.cite, "volume": place.volume, "entry": place.entry, "page": place.page,
    }  # fmt: skip
    form = style.form
    if place.volume is None:  # an appendix in one volume has none to name
        form = form.replace("{volume}-", "")
    wanted = _FIELD.findall(form)
    if any(known.get(field) is None for field in wanted):
        return evidence.cite
    return _FIELD.sub(lambda m: str(known[m.group(1)]), form)
