"""A team's workbench in a real browser: what people do in it, and that its pages are sound."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from prong.web.team.reached import Reached
from tests.web.team.conftest import WORD, Firm
from tests.web.test_stories import SMALL


@dataclass
class Office:
    """A running workbench of a firm, and browsers in it with what they complained of."""

    firm: Firm
    address: str
    browser: Any
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def page(self, name: str | None = None, word: str = WORD, **context: Any) -> Any:
        made = self.browser.new_context(**context).new_page()
        made.set_default_timeout(30_000)
        made.on("console", lambda m: self.complaints.append(m.text))
        made.on("pageerror", lambda e: self.complaints.append(str(e)))
        made.on("request", lambda r: self.asked.append(r.url))
        made.goto(f"{self.address}/")
        if name is not None:
            made.fill("#name", name)
            made.fill("#password", word)
            made.click("main button")
            made.wait_for_url(lambda url: "/sign-in" not in url)
        return made


@pytest.fixture
def office(firm: Firm, browser: Any) -> Iterator[Office]:
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        own = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = firm.app(Reached.of(own))
        run = uvicorn.Server(uvicorn.Config(app, log_level="error", proxy_headers=False))
        thread = threading.Thread(target=run.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not run.started:
            time.sleep(0.05)
        made = Office(firm, own, browser)
        yield made
        for context in browser.contexts:
            context.close()
        run.should_exit = True
        thread.join(10)
    assert made.complaints == []
    assert [u for u in made.asked if not u.startswith((own, "data:"))] == []


def open_file(page: Any, office: Office, text: str) -> str:
    """The id of a case that is opened from a file."""
    page.goto(f"{office.address}/")
    data = {"name": "case.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    page.set_input_files("#file", data)
    page.click("text=Open it")
    page.wait_for_url("**/cases/*")
    return str(page.url).rsplit("/", 1)[1]


def test_an_admin_lets_a_colleague_in(office: Office) -> None:
    """From adding the user to the colleague's first case, and what the log tells of it."""
    ada = office.page("ada")
    ada.click("nav >> text=Team")
    ada.fill("#name", "nell@firm.example")
    ada.check("input[value=editor]")
    ada.click("text=Add and give a password")
    given = ada.locator(".once code").inner_text()
    ada.click("nav >> text=Matters")
    ada.fill("#name", "Cedar v. City")
    ada.click("button:has-text('Make it')")
    ada.select_option("#member", "nell@firm.example")
    ada.click("text=Add the member")
    ada.locator("tbody th >> text=nell@firm.example").wait_for()
    nell = office.page("nell@firm.example", given)
    assert "Change it before you go on" in nell.locator("main").inner_text()
    nell.fill("#now", given)
    nell.fill("#new", "seven grey geese")
    nell.fill("#again", "seven grey geese")
    nell.click("button:has-text('Change it')")
    nell.locator("text=The password is changed").wait_for()
    id = open_file(nell, office, SMALL)
    nell.goto(f"{office.address}/")
    assert "Cedar v. City" in nell.locator(".cases").first.inner_text()
    ada.click("nav >> text=Log")
    rows = ada.locator("table.log tbody tr").all_inner_texts()
    assert any("nell@firm.example" in r and "added a case" in r and id in r for r in rows)
    assert "Roe" not in ada.locator("main").inner_text()
    nell.click("text=Sign out")
    nell.wait_for_url("**/sign-in")
    nell.goto(f"{office.address}/cases/{id}")
    assert "/sign-in?next=/cases/" in nell.url
    nell.fill("#name", "nell@firm.example")
    nell.fill("#password", "seven grey geese")
    nell.keyboard.press("Enter")
    nell.wait_for_url(f"**/cases/{id}")


def test_a_reader_is_refused(office: Office) -> None:
    id = open_file(office.page("eve"), office, SMALL)
    rita = office.page("rita")
    rita.goto(f"{office.address}/cases/{id}")
    assert rita.locator("table.grid").count() == 1
    assert rita.locator("text=Edit the case file").count() == 0
    rita.goto(f"{office.address}/cases/{id}/edit")
    assert "changes nothing" in rita.locator("main").inner_text()
    office.complaints[:] = [c for c in office.complaints if "403" not in c]


def test_two_editors_collide_in_their_browsers(office: Office) -> None:
    eve, ed = office.page("eve"), office.page("ed")
    id = open_file(eve, office, SMALL)
    for page in (eve, ed):
        page.goto(f"{office.address}/cases/{id}/edit")
    eve.fill("#text", SMALL.replace("Roe Dep. 12:3-9", "Roe Dep. 99:1"))
    eve.click("button:has-text('Save')")
    eve.wait_for_url(f"**/cases/{id}")
    ed.fill("#text", SMALL.replace("Ann Doe", "Anne Doe"))
    ed.click("button:has-text('Save')")
    ed.locator("text=Someone else saved this case").wait_for()
    assert "Roe Dep. 99:1" in ed.locator("pre.theirs").inner_text()
    assert "Anne Doe" in ed.input_value("#text")
    office.complaints[:] = [c for c in office.complaints if "409" not in c]


def test_a_session_that_has_ended_leads_to_the_door(office: Office) -> None:
    """Also for what a script asks, so that no page is swapped into a part of another."""
    eve = office.page("eve")
    open_file(eve, office, SMALL)
    office.firm.run("DELETE FROM sessions")
    eve.fill("#incident-date", "2025-01-01")
    eve.wait_for_url("**/sign-in**")


PAGES = (
    "/", "/account", "/team/users", "/team/users/1", "/team/matters", "/team/matters/1", "/team/log",
    "/cases/{}", "/cases/{}/matter", "/library",
)  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (375, "light")])
def test_no_page_has_a_barrier_or_runs_off_its_side(
    office: Office, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for matter in ("Alder", "Birch"):
        office.firm.member("ada", matter)
    context = {"viewport": {"width": width, "height": 850}, "color_scheme": scheme}
    stranger, ada = office.page(**context), office.page("ada", **context)
    id = open_file(ada, office, SMALL)
    looked = [(stranger, "/sign-in"), *((ada, p.format(id)) for p in PAGES)]

    def sound(page: Any, where: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{where} is {wide} wide"
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], where

    for page, where in looked:
        assert page.goto(office.address + where).status == 200, where
        sound(page, where)
    # What comes of a form: a fault, a password, a token.
    stranger.fill("#name", "ada")
    stranger.fill("#password", "not that")
    stranger.click("main button")
    stranger.locator("[role=alert]").wait_for()
    sound(stranger, "/refused")
    ada.goto(f"{office.address}/account")
    ada.fill("#label", "script")
    ada.click("button:has-text('Make it')")
    ada.locator(".once").wait_for()
    sound(ada, "/token")
    ada.goto(f"{office.address}/team/users")
    ada.fill("#name", "new")
    ada.click("text=Add and give a password")
    ada.locator(".once").wait_for()
    sound(ada, "/given")
    ada.goto(f"{office.address}/team/users/1")
    ada.check("input[value=reader]")
    ada.click("button:has-text('Save')")
    ada.locator("[role=alert]").wait_for()
    sound(ada, "/last-admin")
    office.complaints[:] = [c for c in office.complaints if not re.search("403|422", c)]
