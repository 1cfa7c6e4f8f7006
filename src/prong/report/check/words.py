"""How each finding of a check is said: one sentence for each kind."""

from __future__ import annotations

from collections.abc import Callable

from prong.check.finding import Change, Check, Finding, Known, Row, Side
from prong.cite import bluebook, courts
from prong.law.library import Library
from prong.report.blocks import Run, Text, bold, italic, text
from prong.report.citing import EVENT, typographic
from prong.report.phrases import listed, plural

ABOUT = {
    "exists": "exists",
    "name": "name",
    "court": "court",
    "year": "year",
    "pin": "pin",
    "quotation": "quotation",
    "place": "quotation at its pin",
    "history": "history",
    "use": "use here",
    "reference": "refers to one thing",
    "consistency": "consistency",
    "table": "table of authorities",
}
#: By what a thing is verified, where not by the texts held.
BY = {
    "library": "by the law library (text not held)",
    "attested": "by how held decisions cite it (text not held)",
}
#: What could not be verified without the text, told together.
WANTING = {
    ("pin", "not-held"): "pin {}",
    ("quotation", "text-not-held"): "{}",
    ("history", "nobody-cites"): "history (no held decision cites it)",
}
#: What is said once of several authorities.
TOGETHER = {
    (
        "exists",
        "no-citation-read",
    ): "Of {number} cases that are named no citation was read: it is missing, or written"
    " in a form that is not known. Whether they exist was not verified.",
    (
        "exists",
        "not-covered",
    ): "{number} citations could be found neither in the base nor in the law library, which do"
    " not cover those pages. Whether they exist was not verified: pull each of them.",
    (
        "exists",
        "docket-only",
    ): "{number} citations are of dockets or databases that are not held. Whether they exist"
    " was not verified: pull each of them.",
    (
        "use",
        "post-dated",
    ): "{number} decisions were not made before the acts ({given}): usable on prong one,"
    " not on prong two, except on the method.",
    (
        "use",
        "order-unknown",
    ): "Of {number} decisions it is not known whether they were made before the acts ({given}).",
    (
        "use",
        "unpublished",
    ): "{number} decisions are unpublished, and this forum does not count them toward clearly"
    " established law.",
    (
        "use",
        "does-not-count",
    ): "{number} decisions are of courts to which this forum does not look for clearly"
    " established law.",
    (
        "use",
        "not-of-consensus",
    ): "{number} decisions are of courts that this forum does not count toward a consensus.",
    (
        "table",
        "pages-differ",
    ): "The table of authorities gives other pages than those on which {number} authorities"
    " are cited:",
}
#: The longest stretch of a quotation or passage that is shown.
_SHOWN = 200


class Teller:
    """Says the findings of one check."""

    def __init__(self, check: Check, library: Library) -> None:
        self.check = check
        self.library = library

    # Names of things

    def court(self, id: str | None) -> str:
        if id is None:
            return "a court not stated"
        known = self.library.courts.courts.get(id)
        return known.name if known else courts.name_of(id)

    def decision(self, known: Known, *, cite: str | None = None) -> Text:
        """A decision by its name, citation and date."""
        place = cite or next(iter(known.cites), None)
        court = self.library.courts.courts.get(known.court or "")
        when = str(known.year) if known.year else ""
        name = "" if court is not None and court.kind == "supreme" else court.cite if court else ""
        said = " ".join(part for part in (name, when) if part)
        return text(
            italic(bluebook.abbreviated(known.name)),
            f", {place}" if place else "",
            f" ({said})" if said else "",
        )

    def decisions(self, several: tuple[Known, ...]) -> Text:
        parts: list[Text] = []
        for k, known in enumerate(several):
            lead = "" if k == 0 else ", and " if k == len(several) - 1 else ", "
            parts.append(text(lead, self.decision(known)))
        return text(*parts)

    def passage(self, side: Side) -> Text:
        """Where a passage stands."""
        kind = side.kind if "dissent" in side.kind or "concur" in side.kind else ""
        note = f", note {side.note}" if side.note else ""
        what = side.page or side.cite or "no citation"
        year = f" ({side.decided.first.year})" if side.decided else ""
        parts = f"{what}{note}{year}"
        return text(
            italic(bluebook.abbreviated(side.name)), f", {parts}", f" ({kind})" if kind else ""
        )

    def where(self, row: Row | None, finding: Finding) -> str:
        """Where in the brief a finding lies."""
        if row is not None:
            page, note = row.citation.page, row.citation.footnote
        else:
            reading = self.check.reading
            near = [c for c in reading.citations if c.at[0] <= finding.at[0] < c.at[1]]
            page, note = (near[0].page, near[0].footnote) if near else (None, None)
        parts = [f"page {page}"] if page else []
        if note:
            parts.append(f"note {note}")
        if not parts:
            before = [p for p in self.check.reading.paragraphs if p[0] <= finding.at[0]]
            parts.append(f"paragraph {len(before)}")
        return ", ".join(parts)

    # Findings

    def finding(self, finding: Finding) -> Text:
        """One finding as a sentence or two."""
        say = _SAYS.get((finding.about, finding.kind))
        made = say(self, finding) if say else text(f"{finding.about}: {finding.kind}.")
        return tuple(Run(typographic(r.text), r.italic, r.bold) for r in made)


def brief_words(words: str) -> str:
    """Words shown, cut in the middle where they are long."""
    plain = " ".join(words.split())
    if len(plain) <= _SHOWN:
        return plain
    half = _SHOWN // 2
    return f"{plain[:half].rsplit(' ', 1)[0]} ... {plain[-half:].split(' ', 1)[-1]}"


def _quoted(words: str) -> str:
    plain = words.strip("“”\"'")
    return f"“{brief_words(plain)}”"


def _changes(t: Teller, f: Finding) -> Text:
    parts: list[str | Run | Text] = []
    for change in f.changes[:4]:
        parts += [" ", *_change(change)]
    if len(f.changes) > 4:
        parts.append(f" And {plural(len(f.changes) - 4, 'other difference')}.")
    return text(*parts)


def _change(c: Change) -> list[str | Run]:
    before = f"... {c.before} " if c.before else ""
    after = f" {c.after} ..." if c.after else ""
    brief, opinion = bold(brief_words(c.brief)), bold(brief_words(c.opinion))
    if c.brief and c.opinion:
        return [f"The brief has “{before}", brief, f"{after}”; the opinion “", opinion, "”."]
    if c.opinion:
        return [f"“{before}{after.strip()}” leaves out “", opinion, "” without a mark."]
    return [f"“{before}", brief, f"{after}” adds what the opinion does not have."]


def _by(f: Finding) -> str:
    return {
        "base": "",
        "library": " (known to the law library; its text is not held)",
        "attested": f" (so {plural(f.number or 0, 'held decision')} cite it; its text is not held)",
        "brief": "",
    }[f.source]


def _given(f: Finding) -> str:
    """By whom a parallel citation is given, where it is not of the decision's own."""
    if f.number is None:
        return " (known to the law library; its text is not held)" if f.source == "library" else ""
    return (
        f" ({plural(f.number, 'held decision')} give{'s' if f.number == 1 else ''} that citation)"
    )


def _near(t: Teller, f: Finding) -> Text:
    if not f.near:
        return ()
    return text(" Near by name: ", t.decisions(f.near), ".")


def _nothing_there(t: Teller, f: Finding) -> Text:
    if f.stands:
        what = text("that page lies within ", t.decisions(f.stands))
    else:
        what = text(f"the volume is held whole ({f.detail}) and no decision begins there")
    meant = text(f" It may be meant for {f.right}.") if f.right else ()
    return text(f"No decision begins at {f.given}: ", what, ".", meant, _near(t, f))


def _slip(t: Teller, f: Finding) -> Text:
    return text(
        f"Nothing is known at {f.given}; the decision of that name and year is ",
        t.decision(f.near[0], cite=f.right), _by_known(f.near[0]), ".",
    )  # fmt: skip


def _by_known(known: Known) -> str:
    if known.source == "library":
        return " (known to the law library, text not held)"
    if known.source == "attested":
        return f" (as {plural(known.decisions, 'held decision')} cite it)"
    return ""


def _other_decision(t: Teller, f: Finding) -> Text:
    stands = t.decision(f.stands[0]) if f.stands else text(f.right or "")
    said = text("What stands there is ", stands, f", not {f.given}{_by(f)}.")
    if f.near:
        return text(said, " A decision of that name: ", t.decisions(f.near), ".")
    return text(said, " No decision of that name is held.")


def _ended(t: Teller, f: Finding) -> Text:
    how = EVENT.get(f.right or "", f.right or "")
    how = {"rev'd": "reversed"}.get(how, how)
    by = f" by {f.detail}" if f.source == "library" and f.detail else ""
    said = text(f"It was {how}{by}, and the brief does not say so.")
    return text(said, _says(t, f))


def _says(t: Teller, f: Finding) -> Text:
    parts: list[str | Run | Text] = []
    for side in f.sides[:2]:
        parts += [" ", t.passage(side), f": {_quoted(side.words)}."]
    return text(*parts)


def _against(t: Teller, f: Finding) -> Text:
    lead = (
        "Held decisions speak against it in part or on a point."
        if f.kind == "in-part"
        else f"{plural(f.number or 0, 'passage')} speak{'s' if f.number == 1 else ''} against it"
        f" ({f.right}), none that ends it."
    )
    detail = f" The law library: {f.detail}." if f.source == "library" and f.detail else ""
    return text(lead, detail, _says(t, f))


def _at(t: Teller, f: Finding) -> Text:
    return t.passage(f.sides[0]) if f.sides else ()


def _elsewhere(t: Teller, f: Finding) -> Text:
    return text(
        f"The words do not stand at the pin, {f.given}, but at page {f.right}: ", _at(t, f), "."
    )


def _differs(t: Teller, f: Finding) -> Text:
    lead = {
        "sense-turned": "The quotation turns the sense",
        "citation-dropped": "The quotation leaves out a citation without saying so",
        "retyped": "The quotation differs from the text held, whose wording was retyped and proves nothing",
    }.get(f.kind, "The quotation differs from the opinion")
    return text(f"{lead} (", _at(t, f), ").", _changes(t, f))


def _merged(t: Teller, f: Finding) -> Text:
    change = f.changes[0]
    return text(
        "Two passages are joined as one without a mark (", _at(t, f), "): the words “... "
        f"{change.before}” and “{change.after} ...” do not stand together.",
    )  # fmt: skip


def _not_found(t: Teller, f: Finding) -> Text:
    where = f", at {f.right} or anywhere else in it" if f.right else " in the text held"
    return text(f"The words {_quoted(f.given or '')} do not stand in the decision cited{where}.")


def _of_another(t: Teller, f: Finding) -> Text:
    lead = {
        "of-one-it-cites": "The words are not the cited decision's but those of one that it cites: ",
        "id-of-another": "Id. refers to another decision than the one whose words these are: ",
    }.get(f.kind, "The words are not the cited decision's; they stand in ")
    return text(lead, _at(t, f), ".")


def _separate(t: Teller, f: Finding) -> Text:
    whose = f" of {f.detail}" if f.detail else ""
    return text(
        f"The words are those of a {f.right}{whose}, and the citation does not say so: ",
        _at(t, f),
        ".",
    )


def _post_dated(t: Teller, f: Finding) -> Text:
    said = f"It was decided {_on(f.right)}, not before the acts ({f.given})"
    if f.verdict == "wrong":
        return text(
            f"{said}, and the brief cites it for law that was clear then. It cannot show on prong two what"
            " officers knew; it is usable on prong one."
        )
    return text(f"{said}: usable on prong one, not on prong two, except on the method.")


def _on(when: str | None) -> str:
    return f"on {when}" if when and "," in when else f"in {when}"


def _pages(t: Teller, f: Finding) -> Text:
    what = {
        "before-first": f"Page {f.given} comes before the first page ({f.right}).",
        "past-last": f"Page {f.given} comes after the last page ({f.right}).",
        "far-past-last": f"Page {f.given} is far past what is held of the decision ({f.right}).",
        "another-begins": f"Before page {f.given} another decision has begun, at {f.detail}.",
    }
    return text(what[f.kind])


Say = Callable[[Teller, Finding], Text]


def _plain(words: str) -> Say:
    """A sentence with the finding's own values."""

    def say(t: Teller, f: Finding) -> Text:
        return text(
            words.format(
                given=f.given or "",
                right=f.right or "",
                detail=f.detail or "",
                number=f.number or 0,
                by=_by(f),
            )
        )

    return say


def _courts(t: Teller, f: Finding) -> Text:
    if f.verdict == "wrong":
        return text(f"The court is the {t.court(f.right)}, not the {t.court(f.given)}{_by(f)}.")
    return text(
        f"The court is known as the {t.court(f.right)}{_by(f)}, and the brief has the {t.court(f.given)}; the"
        " sources do not agree."
    )


def _years(t: Teller, f: Finding) -> Text:
    if f.verdict == "wrong":
        return text(f"It was decided in {f.right}, not in {f.given}{_by(f)}.")
    return text(
        f"The year is known as {f.right}{_by(f)}, and the brief has {f.given}; the sources do not agree."
    )


def _weight(words: str) -> Say:
    return lambda t, f: text(words.format(court=t.court(f.given), number=f.number or 0))


def _library_point(words: str) -> Say:
    return lambda t, f: text(words, f": {f.detail}" if f.detail else ".")


_SAYS: dict[tuple[str, str], Say] = {
    ("exists", "held"): lambda t, f: text("It is ", t.decision(f.near[0]), _given(f), "."),
    ("exists", "in-library"): lambda t, f: text(
        "It is known to the law library as ", t.decision(f.near[0]), _given(f) if f.number else "",
        "; its text is not held.",
    ),
    ("exists", "attested"): lambda t, f: text(
        f"It is not held; {plural(f.number or 0, 'held decision')} cite"
        f"{'s' if f.number == 1 else ''} it as ", t.decision(f.near[0]), ".",
    ),
    ("exists", "nothing-there"): _nothing_there,
    ("exists", "slip"): _slip,
    ("exists", "other-place"): lambda t, f: text(
        t.decision(f.near[0]), f" stands at {f.right}{_given(f)}, not at {f.given}."
    ),
    ("exists", "not-covered"): lambda t, f: text(
        f"Neither the base nor the law library covers {f.given}: whether it exists was not"
        f" verified.", _near(t, f)
    ),
    ("exists", "superseded-known"): lambda t, f: text(
        f"It is not held; the law library knows it only as replaced by {f.right}."
    ),
    ("exists", "page-blank"): lambda t, f: text("Its page is left blank, so it was not"
    " looked for.", _near(t, f)),
    ("exists", "docket-only"): lambda t, f: text(
        "Its docket is not held: whether it exists was not verified.", _near(t, f)
    ),
    ("exists", "no-citation-read"): _plain(
        "No citation of it was read: it is missing, or written in a form that is not known."
        " Whether the case exists"
        " was not verified."
    ),
    ("name", "same"): _plain("The name agrees with {right}{by}."),
    ("name", "misspelt"): _plain("The name is spelt {right}, not {given}{by}."),
    ("name", "other-decision"): _other_decision,
    ("court", "same"): lambda t, f: text(f"The court agrees{_by(f)}."),
    ("court", "not-stated"): _plain("The source does not state the court."),
    ("court", "differs"): _courts,
    ("year", "same"): _plain("The year agrees{by}."),
    ("year", "not-stated"): _plain("The source does not state the date."),
    ("year", "differs"): _years,
    ("pin", "within"): _plain("Page {given} is within {right}."),
    ("pin", "before-first"): _pages,
    ("pin", "past-last"): _pages,
    ("pin", "far-past-last"): _pages,
    ("pin", "another-begins"): _pages,
    ("pin", "past-held"): _plain(
        "Page {given} lies past what is held ({right}); a separate opinion may stand there that is not held."
    ),
    ("pin", "no-pages"): _plain("The text held marks no pages of that reporter, so page {given}"
    " was not verified."),
    ("pin", "not-held"): _plain("The text is not held, so page {given} was not verified."),
    ("pin", "note-there"): _plain("It has {given}."),
    ("pin", "note-not-found"): _plain("The text held has no {given}."),
    ("quotation", "verbatim"): lambda t, f: text(f"{_quoted(f.given or '')} stands word"
    f" for word: ", _at(t, f), "."),
    ("quotation", "cut-from-not"): lambda t, f: text(
        f"{_quoted(f.given or '')} stands word for word, but right after “{f.detail}”: ", _at(t, f), "."
    ),
    ("quotation", "as-marked"): lambda t, f: text(
        f"{_quoted(f.given or '')} stands with the alterations it marks: ", _at(t, f), "."
    ),
    ("quotation", "of-inner"): lambda t, f: text(
        f"{_quoted(f.given or '')} stands in the decision quoted: ", _at(t, f), "."
    ),
    ("quotation", "parts-of-inner"): lambda t, f: text(
        "The words within the inner marks stand in the decision quoted: ", _at(t, f),
        "; the rest is the quoting decision's, whose text is not held.",
    ),
    ("quotation", "of-citation-beside"): lambda t, f: text(
        f"{_quoted(f.given or '')} stands in a decision cited beside it: ", _at(t, f), "."
    ),
    ("quotation", "quoted-as-its"): lambda t, f: text(
        f"{_quoted(f.given or '')} was not found in what is held of it, but another decision"
        f" quotes the words as"
        " its: ", _at(t, f), ".",
    ),
    ("quotation", "text-not-held"): lambda t, f: text(
        f"The text is not held, so {_quoted(f.given or '')} was not verified."
    ),
    ("quotation", "writing-not-held"): lambda t, f: text(
        f"Of this decision only {f.detail or 'other opinions'} is held, and"
        f" {_quoted(f.given or '')} was not found there."
    ),
    ("quotation", "retyped-only"): lambda t, f: text(
        f"The wording held was retyped and proves nothing: {_quoted(f.given or '')} was not verified."
    ),
    ("quotation", "term-not-found"): lambda t, f: text(
        f"{_quoted(f.given or '')} was not found; so few words may be a term and no quotation."
    ),
    ("quotation", "separate-writing"): _separate,
    ("quotation", "differs"): _differs,
    ("quotation", "sense-turned"): _differs,
    ("quotation", "citation-dropped"): _differs,
    ("quotation", "retyped"): _differs,
    ("quotation", "merged"): _merged,
    ("quotation", "out-of-order"): lambda t, f: text(
        f"The parts of {_quoted(f.given or '')} all stand in the decision, but not in that order."
    ),
    ("quotation", "not-found"): _not_found,
    ("quotation", "of-another"): _of_another,
    ("quotation", "of-one-it-cites"): _of_another,
    ("quotation", "id-of-another"): _of_another,
    ("place", "at-pin"): lambda t, f: text("The words stand at the pin: ", _at(t, f), "."),
    ("place", "no-pin"): lambda t, f: text("The quotation has no pin; the words stand at ", _at(t, f), "."),
    ("place", "no-star-pages"): _plain(
        "The text held marks no pages of {detail}, so that the words stand at {given} was not verified."
    ),
    ("place", "elsewhere"): _elsewhere,
    ("history", "replaced"): _plain("This opinion was replaced, and is no authority: {detail}"
    " stands in its place."),
    ("history", "ended"): _ended,
    ("history", "acknowledged"): lambda t, f: text(f"It was {f.right}, as the brief says.", _says(t, f)),
    ("history", "in-part"): _against,
    ("history", "spoken-against"): _against,
    ("history", "nothing-against"): lambda t, f: text(
        f"Nothing held speaks against it; {plural(f.number or 0, 'held decision')} cite"
        f"{'s' if f.number == 1 else ''} it."
    ),
    ("history", "nobody-cites"): _plain(
        "No held decision cites it, so that nothing has happened to it was not verified."
    ),
    ("use", "post-dated"): _post_dated,
    ("use", "order-unknown"): _plain(
        "It was decided in {right}; whether before the acts ({given}) is not known."
    ),
    ("use", "date-unknown"): _plain("Its date is not known."),
    ("use", "court-unknown"): _plain("What weight its court has here is not known."),
    ("use", "binding"): _weight("Decided before the acts; binding here."),
    ("use", "persuasive"): _weight(
        "Decided before the acts by the {court}: persuasive here; it counts toward a consensus."
    ),
    ("use", "state-high"): _weight(
        "Decided before the acts by the {court}: it counts here where the case arose in that state."
    ),
    ("use", "does-not-count"): _weight(
        "Decided by the {court}: persuasive, and this forum looks to no such authority for"
        " clearly established law."
    ),
    ("use", "not-of-consensus"): _weight(
        "Decided by the {court}: persuasive, and of a court that this forum does not count"
        " toward a consensus."
    ),
    ("use", "unpublished"): _weight(
        "Unpublished: this forum does not count it toward clearly established law."
    ),
    ("use", "dictum"): _library_point("The law library has a point of it as dictum"),
    ("use", "remand"): _library_point(
        "The law library has a point of it as left to the factfinder, so that it does not put the question"
        " beyond debate"
    ),
    ("reference", "one"): _plain("It refers to {right}."),
    ("reference", "ambiguous"): _plain("{given} may refer to more than one authority ({detail});"
    " taken for {right}."),
    ("reference", "only-in-table"): _plain("{given} is cited in full only in the table of authorities."),
    ("reference", "id-page"): lambda t, f: text(
        f"{f.given} has a page that the case cited last cannot have", f" ({f.right})." if f.right else "."
    ),
    ("reference", "id-nothing"): _plain("{given} refers to nothing that was read: {detail}."),
    ("reference", "before-full"): _plain("{given} comes before the full citation, {right}."),
    ("reference", "two-things"): _plain("{given} may be two things: {detail}."),
    ("reference", "unread"): _plain("What {given} refers to stands before it in a form that was not read."),
    ("pin", "no-page"): _plain("{given} is no page of a volume: a footnote's number may be glued to it."),
    ("quotation", "loosely-attributed"): lambda t, f: text(
        f"{_quoted(f.given or '')} does not stand in the decision cited after it, for which it"
        f" may not be quoted."
    ),
    ("place", "page-not-held"): lambda t, f: text(
        "The words stand at ", _at(t, f), f"; what stands at {f.given} is not held."
    ),
    ("reference", "supra-nothing"): _plain("{given} refers to no earlier citation that was read."),
    ("reference", "nothing"): lambda t, f: text(
        f"{f.given} refers to nothing: {f.detail}.", f" It may be meant for {f.right}." if f.right else ""
    ),
    ("consistency", "two-names"): _plain("{detail} is cited as {given} here, and elsewhere as {right}."),
    ("consistency", "two-spellings"): _plain("{detail} is spelt {given} here, and elsewhere {right}."),
    ("consistency", "two-years"): _plain("{detail} is of {given} here, and elsewhere of {right}."),
    ("consistency", "two-places"): _plain("{detail} of one year is cited at {given} here, and"
    " elsewhere at {right}."),
    ("table", "listed-not-cited"): _plain("The table of authorities lists {given}, which the"
    " text does not cite."),
    ("table", "cited-not-listed"): _plain("The text cites {given}, which the table of"
    " authorities leaves out."),
    ("table", "pages-differ"): _plain(
        "The table of authorities has {detail} on page {given}; it is cited on page {right}."
    ),
}  # fmt: skip

KINDS = frozenset(_SAYS)


def kinds_said() -> frozenset[tuple[str, str]]:
    """Every kind of finding that has a sentence."""
    return KINDS


__all__ = ["ABOUT", "Teller", "brief_words", "kinds_said", "listed"]
