"""Small documents for the tests: a PDF and a Word file written by hand."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

import pytest

from prong.faults import FileFault
from prong.read.formats import Source, load
from prong.read.formats.plain import decoded

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def refused(document: bytes, name: str | None = None, **options: str) -> FileFault:
    """The fault of a document that must be refused."""
    with pytest.raises(FileFault) as caught:
        load(document, name=name, **options)
    return caught.value


def standing(source: Source, raw: bytes) -> None:
    """Every ordinary character of the text stands in the decoded file where the source says."""
    file = raw.decode("latin-1") if source.kind == "rtf" else decoded(raw, None)[0]
    for at, character in enumerate(source.text):
        if character.isascii() and character.isalnum():
            assert file[source.in_file(at)] == character, (
                at,
                source.text[max(0, at - 20) : at + 5],
            )


def notes(source: Source) -> list[tuple[str, str, str]]:
    """Each note's number, the words before its call, and its body."""
    return [
        (note.number, source.text[: note.marker][-12:], source.text[note.start : note.end])
        for note in source.notes
    ]


def headings(source: Source) -> list[tuple[str, int]]:
    return [(source.text[start:end], level) for start, end, level in source.headings]


def blocks(source: Source) -> list[str]:
    return [source.text[start:end] for start, end in source.blocks]


def docx(
    body: str, parts: dict[str, str | bytes] | None = None, main: str = "word/document.xml"
) -> bytes:
    """A Word file whose document has this body; ``parts`` adds or replaces whole parts."""
    document = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({main: document} | (parts or {})).items():
            archive.writestr(name, content)
    return made.getvalue()


def p(words: str, properties: str = "") -> str:
    """A paragraph of one run."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inner}<w:r><w:t>{words}</w:t></w:r></w:p>"


def w(element: str, inner: str) -> str:
    """A whole part of a Word file but the document."""
    return f'<w:{element} xmlns:w="{W}">{inner}</w:{element}>'


def pdf(pages: Sequence[str], packed: bool = False, kids: str = "", trailer: str = "") -> bytes:
    """A PDF whose pages hold these lines, set one under the other."""
    first = 4
    refs = kids or " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{refs}]/Count {len(refs.split()) // 3}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for index, page in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in page.split("\n"))
        content = f"BT /F1 12 Tf 72 700 Td {lines}ET".encode() if page else b"q Q"
        if packed:
            content = zlib.compress(content)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (first + 2 * index + 1)
        )
        how = b"/Filter/FlateDecode" if packed else b""
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), how, content))
    made = b"%PDF-1.4\n"
    places: list[int] = []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\n" % (
        len(objects) + 1, table, len(objects) + 1, trailer.encode(),
    ) + b"startxref\n%d\n%%%%EOF" % len(made)  # fmt: skip
