"""Plain text, and the encoding of everything that is text.

Offsets are those of the decoded file, in which a byte order mark is the first character.
"""

from __future__ import annotations

import codecs
import re

from prong.faults import FileFault, Place
from prong.read.formats import limits
from prong.read.formats.source import Source

#: The longer marks first, since that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
BOM = "\ufeff"

_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

#: Encodings that a web page may declare; the first of the Latin ones means Windows-1252 there.
_DECLARED = re.compile(r"windows-125[013-8]|iso-8859-(?:[2-9]|1[0-6])", re.IGNORECASE)

#: What else a file may be, by its first bytes.
_OTHERS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\xffWPC", "a WordPerfect document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
)


def read(raw: bytes, name: str | None) -> Source:
    """The text of a plain file, as the file holds it; a byte order mark is left out."""
    text, remarks = decoded(raw, name)
    if not text.strip(BOM).strip():
        raise FileFault("The file is empty.", place=Place(name))
    if text.startswith(BOM):
        return Source(text[1:], "text", pieces=((0, 1),), remarks=remarks)
    return Source(text, "text", remarks=remarks)


def from_text(text: str) -> Source:
    """A text that is already in memory; half characters, which no file can hold, are replaced."""
    if len(text) > limits.TEXT:
        raise limits.too_long(None)
    if "\0" in text or _noisy(text):
        raise _binary(b"", None)
    if not text.strip():
        raise FileFault("The text is empty.")
    count = 0
    try:
        text.encode()
    except UnicodeEncodeError:
        text, count = _SURROGATE.subn("\ufffd", text)
    if not count:
        return Source(text, "text")
    return Source(text, "text", remarks=(replaced(count),))


def decoded(
    raw: bytes, name: str | None, declared: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """The characters of a file, with its byte order mark, and what had to be guessed.

    The mark decides; then UTF-8 if the bytes are; then the encoding the file declares of itself;
    then Windows-1252, and Latin-1 where that leaves bytes unread.
    """
    for mark, codec, known in _MARKS:
        if raw.startswith(mark):
            try:
                text = raw.decode(codec)
            except UnicodeDecodeError as error:
                raise FileFault(
                    f"The file says that it is {known}, but byte {error.start + 1:,} is not.",
                    place=Place(name),
                ) from None
            return _textual(text, raw, name), ()
    if b"\0" in raw:
        raise _binary(raw, name)
    try:
        return _textual(raw.decode("utf-8"), raw, name), ()
    except UnicodeDecodeError:
        pass
    if declared and _DECLARED.fullmatch(declared):
        try:
            return _textual(raw.decode(declared), raw, name), ()
        except (LookupError, UnicodeDecodeError):
            pass
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if len(_BEYOND_ASCII.findall(text)) - bad >= 4 * bad:
        return _textual(text, raw, name), (replaced(bad),)
    for codec, known in (("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
        try:
            text = _textual(raw.decode(codec), raw, name)
        except UnicodeDecodeError:
            continue
        return text, (f"The file is not UTF-8; it was read as {known}.",)
    raise AssertionError("Latin-1 reads every byte")


def replaced(count: int) -> str:
    """The remark that characters were lost."""
    if count == 1:
        return "One character could not be read and was replaced by U+FFFD."
    return f"{count:,} characters could not be read and were replaced by U+FFFD."


#: Control characters that stand for the punctuation Windows-1252 has at their place, in text that
#: was once read as Latin-1. Each is one character, so that offsets stay.
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_C1 = re.compile("[\x80-\x9f]")


def _textual(text: str, raw: bytes, name: str | None) -> str:
    if _C1.search(text):
        text = text.translate(_WINDOWS)
    if "\0" in text or _noisy(text):
        raise _binary(raw, name)
    return text


def _noisy(text: str) -> bool:
    """Whether control characters are too many for a text: a few, or one in two hundred."""
    count = len(_CONTROL.findall(text))
    return count * 20 > len(text) or count > 2 + len(text) // 200


def _binary(raw: bytes, name: str | None) -> FileFault:
    what = next((what for start, what in _OTHERS if raw.startswith(start)), None)
    return FileFault(
        "This is not a document that Prong reads; it holds bytes that no text has.",
        place=Place(name),
        found=what,
        expected="plain text, HTML, RTF, DOCX or PDF",
    )
