"""Citations that are not of cases: statutes, sections, rules, constitutions, the record, books, manuals."""

from __future__ import annotations

import re

from prong.cite.reporters import Reporter, states
from prong.read import words
from prong.read.draft import MORE_PINS, PIN, Draft, pins_of
from prong.read.scan import (
    CONSTITUTION_REST,
    RECORD_REST,
    RULE_NUMBER,
    SECTION_NUMBER,
    SECTIONS,
    Event,
)

_PINS = re.compile(
    rf"(?:,? (?:at |p\. |pp\. )?|,)(?={PIN})({PIN}(?:(?:, (?:and )?| & | and ){PIN})*)"
)
#: A session law by its title or date, chapter and section, before where it is printed.
_ACT_BEFORE = re.compile(
    r"(?:(?:[A-Z][\w’'-]* ){0,6}Act(?: of (?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?|\d{4}))?)"
    r"(?:, (?:ch\. \d+|[Tt]it\. [IVX\d]+|§§? ?[\d()a-z–-]+))*, $"
)
_PRINTED = re.compile(r", \d{1,3} Stat\. \d")
_CODE = re.compile(
    r"(?:\d{1,3} )?(?:(?:[A-Z][\w.’'&]*|of|and|&"
    r"|the),? ){0,7}?(?P<last>(?:[A-Z][A-Za-z.]*\.)?(?:Codes?|[Ll]aws?|Stats?\."
    r"|Stat\. Ann\.|Ann\.|Acts?|Rev\. Stat\.|R\.S\.|C\.S\.A?\.?|P\.S\."
    r"|G\.L\.|Statutes|Ordinances?|ORS|RCW|HRS|N\.J\.S\.A\.|O\.C\.G\.A\.|Regs\.|Guidelines?"
    r"|C\.P\.L\.R\.|CPLR|M\.G\.L\.|U\.S\.S\.G\.|Comp\.))"
    r"(?: of \d{4})?,?(?: \([\w .’']{1,30}\))?,?(?: (?:[Cc]h|[Tt]it|[Aa]rt|[Pp]t|c|T)\. ?[\w-]+,?)?,? $"
)
_RESTATEMENT = re.compile(
    r"Restatement(?: \((?:[A-Z]\w+|\d\w+)\))? (?:of )?(?:the )?(?:[A-Z]\w+ ?(?:of |and |& )?){1,4},? $"
)
_TITLE = re.compile(
    r"(?:^|(?<=[ (“\"]))(?P<title>[A-Z][\w’'–-]*(?: (?:of|on|and|the|in|for|&"
    r"|[A-Z][\w’'–-]*))*(?: [A-Z][\w’'–-]*)),? $"
)
_OF = re.compile(
    r",? of (?:the |that |this |its |our |their )?(?P<name>(?:(?:[A-Z][\w.’'-]*"
    r"|\d{4}),? ?(?:of |and |the |& |in |for )*){1,10})"
)
_STATUTE_NAMES = re.compile(
    r"\b(?:Codes?|Acts?|Statutes?|Laws?|Stat|Revised|Ordinance|C\.F\.R|CFR|U\.S\.C)\b"
)
_OF_RULES = re.compile(
    r" of the (?P<name>Federal Rules of (?:Civil|Criminal|Appellate) Procedure"
    r"|Federal Rules of Evidence)"
)
_LISTED = re.compile(r",? (?:and|or|&) |, ")
_SERIES = (
    (
        re.compile(
            r"Fed\S* ?R\S*(?: of)? ?Civ\S*( ?P\S*)?(?: Rules?)?|F\. ?R\. ?C\. ?P\.?|FRCP"
            r"|F\. ?R\. ?Civ\. ?P\."
        ),
        "Fed. R. Civ. P.",
    ),
    (re.compile(r"Fed\S* ?R\S*(?: of)? ?Crim\S*( ?P\S*)?(?: Rules?)?|FRCrP"), "Fed. R. Crim. P."),
    (re.compile(r"Fed\S* ?R\S*(?: of)? ?App\S*( ?P\S*)?(?: Rules?)?|FRAP"), "Fed. R. App. P."),
    (re.compile(r"Fed\S* ?R\S*(?: of)? ?Evid\S*.*|FRE|F\. ?R\. ?E\."), "Fed. R. Evid."),
)


class Codes:
    """Reads one citation of each of these kinds. ``stop`` is where its paragraph ends, ``limit`` where the
    next core begins, ``front`` where the front matter ends, ``left`` where the citation before it
    at its level ended; ``taken`` is as far as a citation was taken into the one before it."""

    text: str
    drafts: list[Draft]
    front: int
    stop: int
    limit: int
    taken: int

    @property
    def left(self) -> int:
        raise NotImplementedError

    def passed(self, at: int) -> None:
        """Says that what lies before an offset is taken."""
        raise NotImplementedError

    def _code(self, match: re.Match[str], reporter: Reporter) -> Draft | None:
        """A statute or regulation by title."""
        text = self.text
        start = match.start("page")
        sections = SECTIONS.match(text, start, self.stop)
        draft = Draft(reporter.kind, match.start(), sections.end() if sections else match.end())
        number = _trimmed(text[start : draft.end])
        draft.end = start + len(number)
        sign = (match["sec"] or "").strip(" ,")
        if reporter.cite in ("Stat.", "Fed. Reg."):
            draft.cite = f"{match['vol']} {reporter.cite} {number}"
        else:
            if not sign:
                sign = "§"
            draft.cite = f"{match['vol']} {reporter.cite} {sign} {number}"
        draft.volume, draft.reporter, draft.section = match["vol"], reporter.cite, number
        if reporter.cite == "Stat.":
            low = max(self.left, match.start() - 100)
            act = _ACT_BEFORE.search(text, low, match.start())
            if act is not None:
                draft.start = act.start()
                while (
                    word := text[draft.start : act.end()].split(" ", 1)[0]
                ) in words.LEADING and word != "Act":
                    draft.start += len(word) + 1
        before = self.drafts[-1] if self.drafts else None
        if (
            before is not None
            and before.kind == "statute"
            and before.cite is not None
            and before.cite.startswith("Rev. Stat.")
            and text[before.end : draft.start] == ", "
        ):
            before.parallel = (*before.parallel, draft.cite)
            before.end = draft.end
            before.after = max(before.after, draft.end)
            self.passed(draft.end)
            self.taken = draft.end
            return None
        return draft

    def _section(self, event: Event) -> Draft | None:
        """A section: of a code named before it or after it, of a manual, or bare."""
        start, end, _, _, _ = event
        text = self.text
        if text[start] != "§":
            end = start + text[start:end].index(" ") + 1 if " " in text[start:end] else end
        at = end
        while text[at : at + 1] == " ":
            at += 1
        sections = SECTIONS.match(text, at, self.stop)
        if sections is None:
            return None
        number = _trimmed(sections.group())
        stop = at + len(number)
        if _PRINTED.match(text, stop):
            return None  # of a session law: read with where it is printed
        prose = text[start] != "§"
        draft = Draft("section", start, stop)
        draft.section = number
        low = self.left
        sign = "§§" if text[start : start + 2] == "§§" else "§"
        of = _OF.match(text, stop, self.stop)
        if of is not None:
            name = of["name"].rstrip(" ,.")
            name = re.sub(r"(?:,? (?:of|and|the|in|for|&))+$", "", name)
            named_end = of.start("name") + len(name)
            tail = name.rpartition(" ")[2]
            if "Manual" in name or "General Order" in name:
                name = name[: name.index("Manual") + 6] if "Manual" in name else name
                draft.kind, draft.cite = "manual", f"{name} § {number}"
                draft.end = of.start("name") + len(name)
                return draft
            code = _STATUTE_NAMES.search(name)
            if code is not None and tail[:1].isupper() | tail[:1].isdecimal():
                draft.kind = "statute"
                draft.cite = f"{_abbreviated(name)} {sign} {number}"
                draft.end = named_end
                return draft
        before = text[max(low, start - 90) : start]
        if not prose or before.endswith((", ", "Code ", "Law ", "Act ", "Laws ", "law ")):
            manual = re.search(r"((?:[A-Z][\w.’'-]* ){1,6}Manual),? $", before)
            if manual is not None:
                draft.kind, draft.cite = "manual", f"{manual.group(1)} § {number}"
                draft.start = start - len(before) + manual.start(1)
                return draft
            code = _CODE.search(before)
            if code is not None:
                first = code.start()
                name = before[first:].rstrip(", ")
                trimmed = re.sub(r"^(?:(?:the|of|and|&) )+", "", name)
                lead = trimmed.split(" ", 1)[0]
                while lead.rstrip(",") in words.LEADING or lead in ("The", "under", "Title"):
                    trimmed = trimmed[len(lead) :].lstrip()
                    lead = trimmed.split(" ", 1)[0]
                if trimmed and trimmed.rstrip("s") not in ("Act", "Code", "Law"):
                    draft.kind = "statute"
                    if trimmed.endswith("Regs."):
                        draft.kind = "regulation"
                    draft.cite = f"{_abbreviated(trimmed)} {sign} {number}".replace("’", "'")
                    draft.start = start - len(before) + first + len(name) - len(trimmed)
                    return draft
            restated = _RESTATEMENT.search(before)
            title = restated or _TITLE.search(before)
            if title is not None and not prose:
                words_ = title.group().strip(" ,")
                if restated is not None or (
                    len(words_.split()) > 2 and words_.split()[0] not in words.LEADING
                ):
                    draft.kind = "treatise"
                    draft.name = words_
                    draft.cite = f"{words_} § {number}"
                    draft.start = start - len(before) + title.end() - len(title.group().lstrip())
                    page = _PINS.match(text, draft.end, self.stop)
                    if page is not None:
                        draft.pins = pins_of(page.group(1))
                        draft.end = page.end()
                    return draft
        draft.cite = f"{sign} {number}"
        return draft

    def _rule(self, event: Event) -> Draft | None:
        start, end, _, match, _ = event
        number = RULE_NUMBER.match(self.text, end, self.stop)
        if number is None:
            return None
        draft = Draft("rule", start, number.end())
        series = " ".join(match.group().split())
        of = _OF_RULES.match(self.text, draft.end, self.stop)
        if of is not None and series.lower().startswith("rule"):
            series = of["name"]
            draft.end = of.end()
        listed = _LISTED.sub(", ", number.group())
        series = _rule_series(series)
        draft.cite = f"{series[:1].upper()}{series[1:]} {listed}".strip()
        draft.section = listed
        return draft

    def _constitution(self, event: Event) -> Draft | None:
        start, end, _, _, _ = event
        rest = CONSTITUTION_REST.match(self.text, end, self.stop)
        if rest is None:
            return None
        draft = Draft("constitution", start, rest.end())
        draft.cite = " ".join(self.text[start : rest.end()].split()).replace("U. S. ", "U.S. ")
        return draft

    def _record(self, event: Event) -> Draft | None:
        start, end, _, match, _ = event
        text = self.text
        draft = Draft("record", start, end)
        while True:
            rest = RECORD_REST.match(text, draft.end, self.stop)
            if rest is None or rest.end() == draft.end:
                break
            draft.end = rest.end()
        draft.cite = text[start : draft.end].rstrip(".,")
        draft.end = start + len(draft.cite)
        what = match["what"] or match["ex"] or match["ap"]
        draft.name = None
        draft.reporter = what
        if match["num"]:
            draft.pins = [text[match.start("num") : draft.end]]
        return draft

    def _public_law(self, event: Event) -> Draft:
        start, end, _, match, _ = event
        draft = Draft("statute", start, end)
        written = match["no"].replace("–", "-")
        sections = self.text[match.end("no") : end]
        draft.cite = f"Pub. L. No. {written}{sections}"
        return draft

    def _book(self, event: Event) -> Draft:
        start, end, _, match, _ = event
        draft = Draft("treatise", start, end)
        draft.name = match["author"]
        draft.cite = f"{match['author']}, {match['title']}"
        pages = MORE_PINS.search(self.text, match.end(), end)
        draft.pins = pins_of(pages.group(1)) if pages is not None else ()
        return draft

    def _manual(self, event: Event) -> Draft | None:
        start, end, _, match, _ = event
        text = self.text
        name = match.group()
        if text[max(0, start - 2) : start] in ("(“", '("'):
            return None
        draft = Draft("manual", start, end)
        number = SECTION_NUMBER.match(text, end, self.stop)
        if number is not None and name.rstrip().endswith(("§", "Section", "No.", "Order")):
            draft.end = number.end()
        while True:
            lead = text[draft.start : draft.end].split(" ", 1)[0]
            if lead in words.LEADING or lead == "The":
                draft.start += len(lead) + 1
            else:
                break
        draft.cite = text[draft.start : draft.end]
        return draft


def _abbreviated(code: str) -> str:
    """A code's name with the state abbreviated, as it is cited."""
    for words_ in (2, 1):
        state = " ".join(code.split(" ")[:words_])
        short = states().get(state)
        if short is not None and len(code) > len(state):
            return short + code[len(state) :]
    return code


def _trimmed(number: str) -> str:
    return number if number.endswith("seq.") else number.rstrip(",.:")


def _rule_series(written: str) -> str:
    """The Bluebook's form of the rules a citation names."""
    for pattern, form in _SERIES:
        if pattern.fullmatch(written):
            return form
    return written
