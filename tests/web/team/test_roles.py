"""What each role may do: a reader changes nothing, an editor their matters' cases, an admin the team."""

from __future__ import annotations

import re
import threading
import time

from sqlalchemy import text

from prong.web.shelf import digest
from prong.web.team.door import READING
from tests.web.team.conftest import Firm, put, signed_in, ways
from tests.web.team.test_matters import SENT, address
from tests.web.test_stories import SMALL


def test_a_reader_opens_asks_what_if_and_takes_away(firm: Firm) -> None:
    app = firm.app()
    id = put(signed_in(app, "eve"))
    rita = signed_in(app, "rita")
    for end in (
        "",
        "/of/0",
        "?incident-date=2025-01-01",
        "/record",
        "/case.yaml",
        "/answer.json",
        "/memo.md",
    ):
        assert rita.get(f"/cases/{id}{end}").status_code == 200, end
    assert rita.post(f"/api/v1/cases/{id}/analysis", json={}).status_code == 200
    assert rita.post("/api/v1/analyze", json={"case": SMALL}).status_code == 200
    page = rita.get(f"/cases/{id}?incident-date=2025-01-01").text + rita.get("/").text
    for word in ("Edit the case file", "Save this variant", "Open a case file", "Its matter"):
        assert word not in page
    assert 'href="/team' not in page


def test_a_reader_can_send_nothing_but_what_is_listed(firm: Firm) -> None:
    """Every way that the workbench has: one made tomorrow is closed to readers until it is listed."""
    app = firm.app()
    id = put(signed_in(app, "eve"))
    rita = signed_in(app, "rita")
    refused, open_ = set(), set()
    for method, path in ways(app):
        if method in ("GET", "HEAD"):
            continue
        where = address(path, id)
        if READING.fullmatch(where):
            open_.add(path)
            continue
        answer = rita.request(method, where, data=SENT)
        assert answer.status_code == 403, (method, path)
        refused.add(path)
    assert {"/open-file", "/cases/{id}/edit", "/cases/{id}/undo", "/{kind}/{id}/variant"} <= refused
    assert open_ == {
        "/api/v1/analyze", "/api/v1/{kind}/{id}/analysis", "/sign-in", "/sign-out",
        "/account/password", "/account/sessions", "/account/tokens", "/account/tokens/{number}/end",
        "/check", "/api/v1/check", "/check/{id}/delete",
    }  # fmt: skip
    assert rita.get(f"/cases/{id}/edit").status_code == 403
    assert rita.get(f"/cases/{id}/case.yaml").text == SMALL
    assert firm.run("SELECT count(*) FROM cases").scalar() == 1
    assert ("rita", "request-refused", id) in firm.log()


def test_a_method_that_is_none_is_no_way_round(firm: Firm) -> None:
    app = firm.app()
    id = put(signed_in(app, "eve"))
    rita = signed_in(app, "rita")
    for method in ("DELETE", "PATCH", "TRACE", "FOO", "post"):
        assert rita.request(method, f"/cases/{id}/edit", data=SENT).status_code == 403
    for path in (f"//cases/{id}/edit", f"/cases/{id}/edit/", f"/cases/{id}/../{id}/undo"):
        assert rita.post(path, data=SENT).status_code in (403, 404, 405)
    assert rita.get(f"/cases/{id}/case.yaml").text == SMALL


def test_two_editors_collide_and_neither_is_overwritten(firm: Firm) -> None:
    app = firm.app()
    eve, ed = signed_in(app, "eve"), signed_in(app, "ed")
    id = put(eve)
    hers, his = (SMALL.replace("Ann Doe", name) for name in ("Anne Doe", "Anna Doe"))
    where = f"/cases/{id}/edit"
    assert eve.post(where, data={"text": hers, "base": digest(SMALL)}).status_code == 303
    late = ed.post(where, data={"text": his, "base": digest(SMALL)})
    assert late.status_code == 409 and "Someone else saved this case" in late.text
    assert "Anne Doe" in late.text and "Anna Doe" in late.text
    assert ed.get(f"/cases/{id}/case.yaml").text == hers
    api = ed.put(f"/api/v1/cases/{id}", json={"case": his}, headers={"If-Match": digest(SMALL)})
    assert api.status_code == 409
    # Upon hers his can be saved, and undone by either.
    assert ed.post(where, data={"text": his, "base": digest(hers)}).status_code == 303
    assert eve.post(f"/cases/{id}/undo", data={"base": digest(his)}).status_code == 303
    assert ed.get(f"/cases/{id}/case.yaml").text == hers
    saved = [(who, what) for who, what, case in firm.log(case=id) if "opened" not in what]
    assert saved == [
        ("eve", "case-added"), ("eve", "case-changed"), ("ed", "case-exported"),
        ("ed", "case-changed"), ("eve", "case-undone"), ("ed", "case-exported"),
    ]  # fmt: skip


def test_a_save_waits_for_another_that_is_not_yet_kept(firm: Firm) -> None:
    """Whichever process the other came to: without the lock on the case's row the late one, which has
    read the old text, would overwrite it."""
    eve = signed_in(firm.app(), "eve")
    id = put(eve)
    theirs, mine = (SMALL.replace("Ann Doe", name) for name in ("Anne Doe", "Anna Doe"))
    codes: list[int] = []

    def save() -> None:
        sent = {"text": mine, "base": digest(SMALL)}
        codes.append(eve.post(f"/cases/{id}/edit", data=sent).status_code)

    waits = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    saving = threading.Thread(target=save)
    with firm.team.begin() as other:
        other.execute(text("UPDATE cases SET text = :t WHERE id = :id"), {"t": theirs, "id": id})
        saving.start()
        while not firm.run(waits).scalar() and saving.is_alive():
            time.sleep(0.02)
    saving.join()
    assert codes == [409]
    assert eve.get(f"/cases/{id}/case.yaml").text == theirs


def test_only_admins_manage_and_read_the_log(firm: Firm) -> None:
    app = firm.app()
    managing = [(m, p) for m, p in ways(app) if p.startswith("/team")]
    assert len(managing) > 10
    for name in ("eve", "rita"):
        client = signed_in(app, name)
        for method, path in managing:
            assert client.request(method, address(path, "1"), data=SENT).status_code == 403, path
    assert firm.run("SELECT count(*) FROM users").scalar() == 5


def test_an_admin_adds_a_user_who_must_change_the_password(firm: Firm) -> None:
    app = firm.app()
    ada = signed_in(app, "ada")
    made = ada.post("/team/users", data={"name": "New@Firm.example", "role": "editor"})
    given = re.search(r"(?:[0-9a-f]{6}-){3}[0-9a-f]{6}", made.text)
    assert given and given.group() not in ada.get("/team/users").text
    new = signed_in(app, "new@firm.example", given.group())
    for path in ("/", "/examples/martinez", "/library"):
        answer = new.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert new.get("/api/v1/cases").status_code == 403
    assert new.post("/examples/martinez/copy").status_code == 303  # nothing but to change it
    assert firm.run("SELECT count(*) FROM cases").scalar() == 0
    for word, why in (
        ("short", "longer or shorter"), (given.group(), "is the old one"),
        ("aaaaaaaaaaaaaaa", "different characters"), ("firm-NEW@firm.example", None),
    ):  # fmt: skip
        sent = {"now": given.group(), "new": word, "again": word}
        if why:
            answer = new.post("/account/password", data=sent)
            assert answer.status_code == 422 and why in answer.text
    good = {"now": given.group(), "new": "seven grey geese", "again": "seven grey geese"}
    assert new.post("/account/password", data=good).status_code == 303
    assert new.get("/").status_code == 200
    assert [what for _, what, _ in firm.log(user="new@firm.example")] == [
        "signed-in", "password-changed",
    ]  # fmt: skip


def test_a_password_that_was_given_is_good_for_a_week(firm: Firm) -> None:
    from tests.web.team.conftest import sign_in, visitor

    app = firm.app()
    made = signed_in(app, "ada").post(f"/team/users/{firm.people['rita']}/password")
    given = re.search(r"(?:[0-9a-f]{6}-){3}[0-9a-f]{6}", made.text)
    assert given
    firm.run("UPDATE users SET until = until - interval '7 days 1 second' WHERE name = 'rita'")
    assert sign_in(visitor(app), "rita", given.group()).status_code == 403


def test_the_last_admin_stays_one(firm: Firm) -> None:
    app = firm.app()
    ada = signed_in(app, "ada")
    own = f"/team/users/{firm.people['ada']}"
    for change in ({"role": "reader"}, {"role": "admin", "closed": "yes"}):
        answer = ada.post(own, data=change)
        assert answer.status_code == 422 and "last admin stays one" in answer.text
    ada.post(f"/team/users/{firm.people['eve']}", data={"role": "admin"})
    assert ada.post(own, data={"role": "reader"}).status_code == 303
    assert ada.get("/team/users").status_code == 403  # at once


def test_names_that_cannot_be(firm: Firm) -> None:
    ada = signed_in(firm.app(), "ada")
    for name in ("", " ", "a b", "<script>", "x" * 101, "a\0b", "Eve"):
        answer = ada.post("/team/users", data={"name": name, "role": "reader"})
        assert answer.status_code == 422, name
    assert ada.post("/team/users", data={"name": "x", "role": "owner"}).status_code == 422
    for name in ("", "  ", "x" * 201, "a\0b", "ALDER"):
        assert ada.post("/team/matters", data={"name": name}).status_code == 422, name
    for number in ("0", "-1", "99", str(10**30), "x"):
        assert ada.get(f"/team/users/{number}").status_code == 404, number
        assert ada.get(f"/team/matters/{number}").status_code == 404, number
