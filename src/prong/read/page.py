"""A reading as one page of HTML: the text with its citations linked to what they refer to, its
footnotes to where they are called, and its table of authorities. It needs nothing else."""

from __future__ import annotations

from bisect import bisect_left
from html import escape

from prong.read.authorities import table
from prong.read.reading import Citation, Reading

_STYLE = """
:root { color-scheme: light; }
body { font: 1.05rem/1.55 Georgia, 'Times New Roman', serif; color: #1a1a1a; background: #fff;
  max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1.05rem; }
p { margin: 0 0 .9rem; } .about { color: #444; }
.c { border-bottom: 1px solid #9db4d0; } a.c { color: inherit; text-decoration: none; }
a.c:hover, a.c:focus { background: #eaf2fb; } .c.unresolved { border-bottom: 2px dotted #a15c00; }
:target { background: #fff3bf; } .page { color: #767676; font: .75rem sans-serif; }
sup a { text-decoration: none; } .notes { border-top: 1px solid #999; margin-top: 2rem; padding-top: 1rem;
  font-size: .92rem; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
td { vertical-align: top; padding: .15rem .3rem; border-bottom: 1px solid #eee; }
td:last-child { text-align: right; white-space: nowrap; padding-left: 1rem; }
@media print { body { max-width: none; margin: 0; } a.c { border: 0; } }
"""


def html(reading: Reading) -> str:
    """The HTML output of ``prong read``."""
    front = reading.front
    title = front.caption or reading.name
    about = [
        front.court_name,
        ", ".join(front.docket),
        "; ".join(f"{w} {d}" for w, d in front.dates),
    ]
    body = [f"<h1>{escape(title)}</h1>"]
    body += [f'<p class="about">{escape(line)}</p>' for line in about if line]
    body.append("<main>")
    heads = {section.start: min(4, section.level + 1) for section in reading.sections}
    marks = _Marks(reading)
    numbers = {note.at[0]: note for note in reading.footnotes}
    in_notes = False
    for start, end in reading.paragraphs:
        if start >= reading.layout.body and not in_notes:
            body.append('</main><section class="notes" aria-label="Footnotes">')
            in_notes = True
        words = marks.within(start, end)
        note = numbers.get(start)
        if note is not None:
            back = f'<a href="#call-{escape(note.number)}">{escape(note.number)}</a> '
            body.append(f'<p id="note-{escape(note.number)}"><sup>{back}</sup>{words}</p>')
        elif start in heads:
            body.append(f"<h{heads[start]}>{words}</h{heads[start]}>")
        else:
            body.append(f"<p>{words}</p>")
    body.append("</section>" if in_notes else "</main>")
    body.append(_authorities(reading))
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


class _Marks:
    """The marks that stand in the text, by offset."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        marks: list[tuple[int, int, str]] = []
        for citation in reading.citations:
            opening, closing = _tags(reading, citation)
            marks.append((citation.at[0], 2, opening))
            marks.append((citation.at[1], 0, closing))
        for note in reading.footnotes:
            if note.called_at is not None:
                number = escape(note.number)
                link = (
                    f'<a href="#note-{number}" id="call-{number}">{number}</a>'
                    if note.text
                    else number
                )
                marks.append((note.called_at, 1, f"<sup>{link}</sup>"))
        for page in reading.pages:
            label = escape("*" * page.stars + page.label)
            marks.append(
                (page.at, 3, f'<span class="page" aria-label="page {label}">[{label}]</span> ')
            )
        marks.sort(key=lambda mark: mark[:2])
        self.marks = marks
        self.at = [mark[0] for mark in marks]

    def within(self, start: int, end: int) -> str:
        parts: list[str] = []
        at = start
        i = bisect_left(self.at, start)
        while i < len(self.marks) and self.marks[i][0] <= end:
            where, order, tag = self.marks[i]
            if where == end and order > 1:
                break
            parts.append(escape(self.text[at:where], quote=False))
            parts.append(tag)
            at = where
            i += 1
        parts.append(escape(self.text[at:end], quote=False))
        return "".join(parts)


def _tags(reading: Reading, citation: Citation) -> tuple[str, str]:
    of = reading.authority(citation)
    told = [citation.kind]
    if of is not citation:
        told.append(", ".join(filter(None, (of.name, of.cite))))
    elif citation.cite:
        told.append(citation.cite)
    if citation.unresolved:
        told.append(citation.unresolved)
    title = escape(": ".join(told), quote=True)
    kind = "c unresolved" if citation.unresolved else "c"
    if of is citation:
        return f'<span class="{kind}" id="c{citation.n}" title="{title}">', "</span>"
    return f'<a class="{kind}" id="c{citation.n}" href="#c{of.n}" title="{title}">', "</a>"


def _authorities(reading: Reading) -> str:
    rows: list[str] = []
    for group in table(reading):
        rows.append(f"<h3>{escape(group.title)}</h3><table>")
        for a in group.authorities:
            name = f"<i>{escape(a.name)}</i>, " if a.name else ""
            year = f" ({a.year})" if a.year else ""
            cites = escape(", ".join((a.cite, *a.parallel)))
            where = "passim" if a.passim else escape(", ".join(a.pages)) or str(len(a.citations))
            rows.append(
                f'<tr><td>{name}<a href="#c{a.citations[0]}">{cites}</a>{year}</td><td>{where}</td></tr>'
            )
        rows.append("</table>")
    return (
        f'<section aria-label="Table of authorities"><h2>Table of authorities</h2>{"".join(rows)}</section>'
        if rows
        else ""
    )
