"""The parts of a Word file: a ZIP of XML, from which only what is asked for is unfolded."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NoReturn
from xml.parsers import expat

from prong.faults import FileFault, Place

#: Entries of the archive, bytes of all parts that are read, and how much one byte may unfold into
#: once a part is larger than any that a word processor packs as tightly.
_ENTRIES = 10_000
_UNFOLDED = 256_000_000
_RATIO, _RATIO_FROM = 200, 20_000_000
_LEVELS = 500
_CHUNK = 1 << 16

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CENTRAL = b"PK\x01\x02"
_MAIN = re.compile(r"/officeDocument$")

#: What is told of each element: its name without namespace and its attributes without theirs.
Begins = Callable[[str, dict[str, str]], None]


class Package:
    """An opened Word file. What is read of it is counted over all its parts."""

    def __init__(self, raw: bytes, name: str | None) -> None:
        self.name, self.size = name, len(raw)
        self.left = _UNFOLDED
        if raw.startswith(_OLE):
            self.refuse(
                "This is a Word file of the old kind (.doc), or one with a password. Open it in a "
                "word processor and save it as DOCX without a password."
            )
        if raw.count(_CENTRAL) > _ENTRIES:
            self.refuse("The file holds more parts than any Word file has.")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            self.refuse(
                "The file is damaged: it begins as a DOCX, but its list of parts is broken."
            )
        self.names = set(self.zip.namelist())
        self.main = self._main()

    def refuse(self, sentence: str) -> NoReturn:
        raise FileFault(sentence, place=Place(self.name)) from None

    def _main(self) -> str:
        """The name of the part that is the document itself."""
        if "word/document.xml" in self.names:
            return "word/document.xml"
        found: list[str] = []

        def begins(name: str, given: dict[str, str]) -> None:
            if name == "Relationship" and _MAIN.search(given.get("Type", "")):
                found.append(given.get("Target", "").lstrip("/"))

        if "_rels/.rels" in self.names:
            self.parse("_rels/.rels", begins, lambda name: None, lambda text: None)
        main = next((one for one in found if one.startswith("word/") and one in self.names), None)
        if main is None:
            self.refuse(
                "This is a ZIP archive, but not a Word file. Save the document as DOCX and give "
                "that."
            )
        return main

    def beside(self, part: str) -> str | None:
        """The name of a part that stands in the same folder as the document, if there is one."""
        path = posixpath.join(posixpath.dirname(self.main), part)
        return path if path in self.names else None

    def parse(
        self, part: str, begins: Begins, ends: Callable[[str], None], words: Callable[[str], None]
    ) -> None:
        """Tells the elements and the words of one part in order, as it is unfolded."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        depth = 0

        def begin(name: str, given: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _LEVELS:
                self.refuse(
                    "The file holds elements within elements, deeper than any word processor "
                    "writes them."
                )
            begins(_local(name), {_local(key): value for key, value in given.items()})

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            ends(_local(name))

        def declared(*_: object) -> None:
            self.refuse("The file declares XML entities, which no word processor writes.")

        parser.StartElementHandler = begin
        parser.EndElementHandler = end
        parser.CharacterDataHandler = words
        parser.StartDoctypeDeclHandler = declared
        try:
            for chunk in self._chunks(part):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.refuse(
                f"The file is damaged: its part {part} is not well-formed XML at line "
                f"{error.lineno:,}."
            )

    def _chunks(self, part: str) -> Iterator[bytes]:
        """A part as it unfolds, stopped as soon as it unfolds into too much."""
        entry = self.zip.getinfo(part)
        if entry.flag_bits & 1:
            self.refuse("The file has a password. Save it without one.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.refuse("The file is packed in a way that no word processor uses.")
        unfolded = 0
        try:
            with self.zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    unfolded += len(chunk)
                    self.left -= len(chunk)
                    packed = max(1, min(entry.compress_size, self.size))
                    if self.left < 0 or (unfolded > _RATIO_FROM and unfolded > _RATIO * packed):
                        self.refuse(
                            "The file unfolds into far more than its size; no word processor "
                            "makes such a file."
                        )
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
            self.refuse(f"The file is damaged: its part {part} cannot be unpacked.")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
