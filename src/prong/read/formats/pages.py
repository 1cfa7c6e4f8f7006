"""The program that draws the text of a PDF from its standard input, within limits.

It is run by path in a process of its own, so it imports nothing of the package. It prints one JSON
object: the pages, or the fault that kept it from them.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def drawn(raw: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """The text of each page, or why there is none."""
    import pypdfium2  # type: ignore[import-untyped,import-not-found,unused-ignore]

    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        return {"fault": "password" if "password" in str(error).lower() else "damaged"}
    if count > most_pages:
        return {"fault": "pages", "found": f"{count:,} pages"}
    pages: list[str] = []
    characters = failed = 0
    for index in range(count):
        try:
            page = document[index]
            text = page.get_textpage()
            characters += text.count_chars()
            if characters > most_characters:
                return {"fault": "characters"}
            pages.append(text.get_text_range())
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            failed += 1
            pages.append("")
    if failed == count:
        return {"fault": "damaged"}
    return {"pages": pages, "failed": failed}


def limited(memory: int) -> None:
    """Keeps the process from taking more memory, where the system can."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return


def main(arguments: list[str]) -> None:
    most_pages, most_characters, memory = map(int, arguments)
    limited(memory)
    try:
        answer = drawn(sys.stdin.buffer.read(), most_pages, most_characters)
    except MemoryError:
        answer = {"fault": "memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main(sys.argv[1:])
