"""How much is read, and the bytes of a file within it.

A document may come from a stranger, so every size is bounded before anything is made of it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO

from prong.faults import FileFault, Place

#: Bytes of any file, and of one that is text, HTML or RTF.
FILE = 100_000_000
TEXT = 64_000_000

#: Characters of text drawn from one document.
CHARACTERS = 20_000_000

#: Tags of one page, and stretches of text that stand apart from one another in one file.
TAGS = 2_000_000
STRETCHES = 4_000_000

#: Pages of one PDF.
PAGES = 5_000


def too_large(name: str | None, found: int, limit: int) -> FileFault:
    """The fault of a file with more bytes than are read."""
    return FileFault(
        "The file is larger than Prong reads.",
        place=Place(name),
        found=f"{found:,} bytes" if found > limit + 1 else f"more than {limit:,} bytes",
        expected=f"at most {limit:,} bytes",
    )


def too_long(name: str | None) -> FileFault:
    """The fault of a document that unfolds into more text than is read."""
    return FileFault(
        "The document holds more text than Prong reads.",
        place=Place(name),
        expected=f"at most {CHARACTERS:,} characters",
    )


def too_intricate(name: str | None) -> FileFault:
    """The fault of a file that holds more markup than words need, and would take minutes."""
    return FileFault("The file holds more markup than any document has.", place=Place(name))


def no_text(name: str | None) -> FileFault:
    """The fault of a document without a word in it."""
    return FileFault("The document holds no text.", place=Place(name))


def contents(path: Path, name: str) -> bytes:
    """The bytes of an ordinary file; a pipe or a device, which may never end, is refused."""
    place = Place(name)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise FileFault("This is a folder; a file was expected.", place=place)
        if not stat.S_ISREG(found.st_mode):
            raise FileFault(
                "This is a pipe or a device, not a file. Save the document as a file first, or "
                "give it on standard input.",
                place=place,
            )
        if found.st_size > FILE:
            raise too_large(name, found.st_size, FILE)
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            return drawn(stream, name)
    except FileNotFoundError:
        raise FileFault("There is no such file.", place=place) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileFault(f"The file cannot be read: {reason}.", place=place) from None


def drawn(stream: IO[bytes], name: str | None) -> bytes:
    """The bytes of a stream to its end, and never more than one beyond the limit."""
    parts: list[bytes] = []
    left = FILE + 1
    while left > 0:
        part = stream.read(left)
        if not part:
            break
        if not isinstance(part, bytes):
            raise TypeError("The stream gives text; open it in binary mode.")
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise too_large(name, FILE + 1, FILE)
    return b"".join(parts)
