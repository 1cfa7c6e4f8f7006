"""Checking a brief: is each citation real, rightly named, quoted truly, good law and usable here?

It needs the extra ``prong[base]``. Each citation gets separate findings, each ``verified``, ``wrong``
or ``unverified``; there is no one score. ::

    from prong.base.store import open_base
    from prong.check import check
    from prong.read import read

    with open_base() as base:
        found = check(read("brief.docx"), base)
"""

from prong.check.brief import check
from prong.check.finding import Change, Check, Finding, Known, Row, Side

__all__ = ["Change", "Check", "Finding", "Known", "Row", "Side", "check"]
