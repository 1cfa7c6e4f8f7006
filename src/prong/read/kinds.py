"""Citations of cases: by reporter, by name, *Id.*, *supra*, docket; with names, pins and parallels."""

from __future__ import annotations

import re

from prong.cite import courts
from prong.read import names, words
from prong.read.codes import _PINS, Codes
from prong.read.draft import MORE_PINS, PIN, Draft, pins_of
from prong.read.scan import (
    CORE,
    DOCKET,
    SECTIONS,
    SUPRA,
    VERSUS,
    Event,
)

_ID_PINS = re.compile(
    rf"(?:,? ?at (?:pp?\. )?|, (?=\d{{1,4}}(?:[-–, ]|[.;)])))"
    rf"(?P<pins>{PIN}(?:(?:, (?:and )?| & | and ){PIN})*)"
    rf"|,? ?(?:at )?(?P<sec>§§? ?)|,? ?(?:at )?(?P<more>(?:¶¶? ?|nn?\. ?)\d+(?:[-–]\d+)?)"
    rf"|,? (?:at )?(?P<rec>\d+[:.]\d+(?:[-–]\d+)?(?:[:.]\d+)?)"
)
_SUPRA_REST = re.compile(
    rf"(?P<note>,? (?:at )?nn?\. ?\d+(?:[-–]\d+)?)?(?:,? at (?:pp?\. )?|, (?=\d{{1,4}}(?:[-–, ]|[.;)])))"
    rf"(?P<pins>{PIN}(?:(?:, (?:and )?| & | and ){PIN})*)|,? (?P<only>nn?\. ?\d+)|,? note \d+"
)
_DOCKET_BEFORE = re.compile(
    r",? (?:Civ(?:il|\.)? ?(?:A(?:ction|\.) )?|Case )?Nos?\. [\w:.–-]+(?: \([A-Z]{1,4}\))*$"
)
_OWN_PAGES = re.compile(r"(?:[Aa]nte|[Pp]ost|[Ss]upra|[Ii]nfra),? at [\d_–—, &n.-]*, $")
_PART = re.compile(r"(?:Parts?|Sections?|Notes?|App\.)\b.*|[IVX]+(?:[-–][A-Z0-9]+)*|[A-Z]")
_SLIP = re.compile(rf",? slip op\.?(?:,? at (?P<pins>{PIN}(?:(?:, | & | and ){PIN})*))?")
_EDITION = re.compile(r" ?(?:[2-9]d|\d?[1-9]th)$")


class Kinds(Codes):
    """Reads one citation of each kind."""

    def _core(self, events: list[Event], i: int, following: int) -> Draft | None:
        start, _, _, match, reporter = events[i]
        assert reporter is not None
        if reporter.kind in ("statute", "regulation"):
            return self._code(match, reporter)
        if match["sec"]:
            return None
        text = self.text
        limit = self.limit
        before = text[max(0, start - 48) : start]
        if before.endswith("Cite as: ") or (before.endswith(", ") and _OWN_PAGES.search(before)):
            return None  # a running head, or another page of this very decision
        volume, page = match["vol"], match["page"].rstrip(",")
        end = match.start("page") + len(page)
        short = match["short"] is not None and match["short"].strip(" ,") == "at"
        kind = "short" if short else reporter.kind if reporter.kind != "reporter" else "full"
        draft = Draft(kind, start, end)
        draft.volume, draft.reporter = volume, reporter.cite
        draft.short = short
        if short:
            pins = MORE_PINS.match(text, match.start("page"), limit)
        else:
            draft.cite = f"{volume} {reporter.cite} {page}"
            pins = _PINS.match(text, end, limit) if end < limit else None
        if pins is not None:
            draft.pins = pins_of(pins.group(1))
            end = pins.end()
        if not short:
            if reporter.court is not None:
                draft.court = courts.named(reporter.court)
            elif reporter.kind == "reporter":  # Bluebook rule 10.4: a state's own reports name it
                draft.court = courts.cited(_EDITION.sub("", reporter.cite))
        end = self._parallels(draft, events, following, end)
        draft.end = end
        if reporter.kind == "journal":
            return draft
        self._named(draft, start, short)
        return draft

    def _parallels(self, draft: Draft, events: list[Event], i: int, end: int) -> int:
        """Takes up the same decision's citations in other reporters."""
        text = self.text
        seen = {draft.reporter}
        while i < len(events):
            start, _, kind, match, reporter = events[i]
            if start - end > 2:
                break
            if kind != CORE or start < end:
                i += 1
                continue
            gap = text[end:start]
            if (
                gap not in (", ", ",")
                or reporter is None
                or reporter.kind not in ("reporter", "database")
            ):
                break
            if reporter.cite in seen or match["sec"]:
                break
            seen.add(reporter.cite)
            page = match["page"].rstrip(",")
            end = match.start("page") + len(page)
            if match["short"] is None and draft.kind != "short":
                cite = f"{match['vol']} {reporter.cite} {page}"
                if draft.cite is not None and not draft.cite[0].isdecimal():
                    draft.cite, cite = cite, draft.cite
                draft.parallel = (*draft.parallel, cite)
            following = i + 1
            while following < len(events) and events[following][2] != CORE:
                following += 1
            limit = events[following][0] if following < len(events) else self.stop
            pins = (_PINS if match["short"] is None else MORE_PINS).match(
                text, end if match["short"] is None else match.start("page"), min(limit, self.stop)
            )
            if pins is not None:
                end = pins.end()
                if not draft.pins and draft.kind in ("full", "database", "supra"):
                    draft.pins = pins_of(pins.group(1))
            if text[end : end + 1] == "]" and text.rfind("[", start - 2, end) >= 0:
                end += 1
            i = following
        return end

    def _named(self, draft: Draft, start: int, short: bool) -> None:
        """Finds the case name before a core and takes it into the citation."""
        text = self.text
        low = self.left
        if start - low < 3 or text[start - 1] not in " ,":
            return
        stop = start - 1
        comma = text[stop - 1] == "," if text[stop] == " " else text[stop] == ","
        if comma and text[stop] == " ":
            stop -= 1
        while comma and stop > low and text[stop - 1] == " ":
            stop -= 1
        if draft.kind in ("database", "docket"):
            docket = _DOCKET_BEFORE.search(text, max(low, stop - 60), stop)
            if docket is not None:
                stop = docket.start()
                comma = True
        versus = _versus(text, max(low, stop - 240), stop)
        if versus is not None:
            at, length = versus
            defendant = text[at + length : stop]
            if (comma or len(defendant) < 80) and names.is_party(defendant.rstrip(",")):
                first = names.before(text, low, at, party=True)
                if first < at:
                    draft.start = first
                    draft.name = text[first:stop].rstrip(",")
                    return
        if not comma:
            return
        first = names.before(text, low, stop)
        if first < stop:
            name = text[first:stop]
            if name.split(" ", 1)[0].rstrip(",") in words.LEADING and not name.startswith(
                words.ONE_PARTY
            ):
                return
            draft.start = first
            draft.name = name

    def _id(self, events: list[Event], i: int, following: int) -> Draft:
        start, end, _, _, _ = events[i]
        text = self.text
        draft = Draft("id", start, end)
        rest = _ID_PINS.match(text, end, self.limit)
        if rest is not None:
            if rest["sec"]:
                sections = SECTIONS.match(text, rest.end(), self.stop)
                if sections is not None:
                    draft.section = sections.group().rstrip(",.")
                    draft.pins = [f"{rest['sec'].strip()} {draft.section}"]
                    draft.end = rest.end() + len(draft.section)
            else:
                found = rest["pins"] or rest["more"] or rest["rec"]
                draft.pins = pins_of(found) if rest["pins"] else [found]
                draft.end = self._parallels(draft, events, following, rest.end())
        return draft

    def _supra(self, events: list[Event], i: int, following: int) -> Draft | None:
        start, end, _, _, _ = events[i]
        text = self.text
        low = self.left
        stop = start - 1
        if text[stop : stop + 1] != " " or start - low < 4:
            return None
        if text[stop - 1] == ",":
            stop -= 1
        draft = Draft("supra", start, end)
        versus = _versus(text, max(low, stop - 200), stop)
        if versus is not None and names.is_party(text[versus[0] + versus[1] : stop]):
            first = names.before(text, low, versus[0], party=True)
            if first < versus[0]:
                draft.start, draft.name = first, text[first:stop]
        if draft.name is None:
            first = names.before(text, low, stop)
            if first < stop:
                draft.start, draft.name = first, text[first:stop]
        if draft.name is None or _PART.fullmatch(draft.name):
            return None
        if text[max(0, draft.start - 8) : draft.start].endswith(
            ("Part ", "Parts ", "Section ", " n. ", "note ")
        ):
            return None
        rest = _SUPRA_REST.match(text, end, self.limit)
        if rest is not None:
            if rest["pins"]:
                draft.pins = pins_of(rest["pins"])
            elif rest["only"]:
                draft.pins = [rest["only"].replace(". ", ".")]
            draft.end = self._parallels(draft, events, following, rest.end())
        else:  # ``Roe, supra, 501 U.S., at 302``
            draft.end = self._parallels(draft, events, following, end)
        return draft

    def _name(self, events: list[Event], i: int) -> Draft | None:
        """A whole case name in a sentence, with no citation of its own."""
        at, end, _, _, _ = events[i]
        text = self.text
        for k in range(i + 1, min(i + 8, len(events))):
            start, _, kind, _, _ = events[k]
            if start - end > 220 or start > self.stop or kind == VERSUS:
                break
            if kind in (CORE, SUPRA, DOCKET):
                stop = start - 1
                if text[stop - 1] == ",":
                    stop -= 1
                party = text[end:stop]
                docket = _DOCKET_BEFORE.search(party)
                if docket is not None:
                    party = party[: docket.start()]
                if names.is_party(party.rstrip(",")):
                    return None
                break
        low = self.left
        if text[at + 1] == "V" and not text[at - 1].isupper():
            return None  # an initial
        first = names.before(text, low, at, party=True)
        last = names.after(text, end, self.stop)
        if first >= at or last <= end:
            return None
        draft = Draft("name", first, last)
        draft.name = text[first:last]
        if (
            draft.name.isupper()
            or first < self.front
            or draft.name.split(" ", 1)[0].rstrip(",") in words.LEADING
        ):
            return None  # a caption
        return draft

    def _docket(self, events: list[Event], i: int, following: int) -> Draft | None:
        start, _, _, match, _ = events[i]
        text = self.text
        if text[max(0, start - 2) : start] != ", ":
            return None
        end = match.end("no")
        if following < len(events) and events[following][0] - end < 60:
            reporter = events[following][4]
            if reporter is not None and reporter.kind == "database":
                return None
        draft = Draft("docket", start, end)
        draft.cite = f"No. {match['no']}"
        draft.volume = match["no"]
        self._named(draft, start, False)
        if draft.name is None:
            return None
        slip = _SLIP.match(text, end)
        if slip is not None:
            draft.end = slip.end()
            draft.pins = pins_of(slip["pins"]) if slip["pins"] else ()
        return draft


def _versus(text: str, low: int, high: int) -> tuple[int, int] | None:
    """The last ``v.`` between two offsets, and its length with its spaces."""
    at = text.rfind(" v. ", low, high)
    if at >= 0:
        return at, 4
    for form in (" v ", " vs. ", " V. "):
        at = text.rfind(form, low, high)
        if at > 0 and (form != " V. " or text[at - 1].isupper()):
            return at, len(form)
    return None
