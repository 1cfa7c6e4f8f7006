"""What a reader sees when the workbench does not answer, or cannot take what was asked."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import Bench
from tests.web.test_stories import martinez

SILENT = "not answering; trying again"


def heard(page: Any) -> str:
    return str(page.locator("#unanswered").text_content())


def test_a_what_if_is_asked_again_until_it_is_answered(bench: Bench) -> None:
    page = martinez(bench)
    page.route("**/examples/martinez?*", lambda route: route.abort("connectionrefused"))
    page.fill("#incident-date", "2020-01-01")
    page.locator("#unanswered:has-text('trying again')").wait_for()
    assert SILENT in heard(page) and page.locator("#answer .changes").count() == 0
    page.unroute("**/examples/martinez?*")
    page.locator("#answer .changes li").first.wait_for()
    assert heard(page) == "" and "incident-date=2020-01-01" in page.url
    bench.complaints[:] = [
        c for c in bench.complaints if "ERR_CONNECTION_REFUSED" not in c and "htmx:" not in c
    ]


def test_a_busy_workbench_is_asked_again(bench: Bench) -> None:
    page = martinez(bench)
    told = {"status": 503, "headers": {"retry-after": "1"}, "body": "busy"}
    page.route("**/examples/martinez?*", lambda route: route.fulfill(**told), times=1)
    page.fill("#incident-date", "2020-01-01")
    page.locator("#unanswered:has-text('trying again')").wait_for()
    page.locator("#answer .changes li").first.wait_for()
    assert heard(page) == ""
    bench.complaints[:] = [c for c in bench.complaints if "503" not in c]


def test_what_cannot_be_supposed_is_said_and_the_answer_stays(bench: Bench) -> None:
    """The page of a fault has no answer in it: put in its place, the grid was gone."""
    page = martinez(bench)
    page.fill("#decided", "2001-01-01")
    page.locator("#unanswered:has-text('The decision must come after the incident')").wait_for()
    assert page.locator("table.grid").count() == 1
    page.fill("#decided", "2021-01-01")
    page.locator("#answer .changes").wait_for()
    assert heard(page) == ""
    bench.complaints[:] = [c for c in bench.complaints if "422" not in c]
