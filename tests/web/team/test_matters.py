"""One client's matter is nothing to whoever is no member of it, whichever way they ask."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from prong.web.shelf import Collision, NotHere, Refused, digest
from prong.web.team.cases import Asking, TeamCases
from prong.web.team.log import By
from prong.web.team.opened import Opened
from prong.web.team.sessions import Asker
from tests.web.team.conftest import Firm, put, signed_in, visitor, ways
from tests.web.test_stories import SMALL

SECRET = "Verysecret v. Kept"
NO_SUCH = "zzzzzzzzzz"
#: What stands for each part of an address; what a form or a program would send along.
PARTS = {
    "kind": "cases",
    "number": "0",
    "figure": "map",
    "ending": "md",
    "what": "person",
    "user": "1",
}
SENT = {
    "text": SMALL, "base": digest(SMALL.replace("Roe v. Doe", SECRET)), "title": "mine", "id": "mary",
    "name": "Mary", "is": "officer", "matter": "2", "again": "", "cite": "x",
}  # fmt: skip


def address(path: str, id: str) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: PARTS.get(m[1]) or id, path)


def asked(client: TestClient, method: str, path: str, id: str) -> tuple[int, str]:
    """What is answered of a case, with its id left out."""
    sent: dict[str, Any] = {}
    if method == "PUT":
        sent = {"json": {"case": SMALL}, "headers": {"If-Match": SENT["base"]}}
    elif method != "GET":
        sent = {"json": {}} if path.startswith("/api/") else {"data": SENT}
    answer = client.request(method, address(path, id), **sent)
    return answer.status_code, answer.text.replace(id, "ID")


def test_no_way_leads_to_a_case_of_another_matter(firm: Firm) -> None:
    """Every way that the workbench has, so that one made tomorrow is tried too: whoever is no member
    is told the same of the case as of one that there never was."""
    app = firm.app()
    eve, bo, ada = (signed_in(app, name) for name in ("eve", "bo", "ada"))
    id = put(eve, SECRET)
    leads = [(m, p) for m, p in ways(app) if re.search(r"\{id\}", p) and m != "HEAD"]
    opened = 0
    for method, path in leads:
        for stranger in (bo, ada):
            found = asked(stranger, method, path, id)
            assert found == asked(stranger, method, path, NO_SUCH), (method, path)
            law = path.startswith("/library/own")  # which is the admins', and holds no case
            assert found[0] in (404, 422, *([403] if law else [])), (method, path, found)
            assert SECRET not in found[1] and "Alder" not in found[1]
        if method == "GET" and "/library/" not in path:
            assert found[0] == 404, path
            opened += asked(eve, method, path, id)[0] == 200
    assert opened >= 9  # to its own member the same ways are open
    text = eve.get(f"/cases/{id}/case.yaml").text
    assert text == SMALL.replace("Roe v. Doe", SECRET)
    assert firm.run("SELECT count(*) FROM drafts").scalar() == 0
    assert firm.run("SELECT count(*) FROM cases").scalar() == 1


def test_it_is_in_no_list_and_no_search(firm: Firm) -> None:
    app = firm.app()
    eve, ed, bo, ada = (signed_in(app, name) for name in ("eve", "ed", "bo", "ada"))
    id = put(eve, SECRET)
    listed = [(m, p) for m, p in ways(app) if m == "GET" and "{" not in p]
    for _, path in listed:
        for stranger in (bo, ada):
            said = stranger.get(path, params={"q": "Verysecret"}).text
            assert SECRET not in said, path
        if not path.startswith("/team/log"):
            assert id not in bo.get(path).text + ada.get(path).text, path
    for member in (eve, ed):
        assert SECRET in member.get("/").text and member.get("/api/v1/cases").json() == [id]
    assert bo.get("/api/v1/cases").json() == []


def test_its_id_says_nothing_of_it(firm: Firm) -> None:
    """Ids stand in the log and in the addresses of a proxy's log; a name that is taken would tell."""
    app = firm.app()
    one, two = put(signed_in(app, "eve"), SECRET), put(signed_in(app, "bo"), SECRET)
    assert one != two
    for id in (one, two):
        assert re.fullmatch(r"[a-z0-9]{10}", id) and "secret" not in id
    away = signed_in(app, "eve").get(f"/cases/{one}/memo.md")
    assert 'filename="verysecret-v-kept.md"' in away.headers["content-disposition"]


def test_undo_and_drafts_are_no_way_round(firm: Firm) -> None:
    app = firm.app()
    eve, ed, bo = (signed_in(app, name) for name in ("eve", "ed", "bo"))
    id = put(eve)
    changed = SMALL.replace("Ann Doe", "Anne Doe")
    eve.post(f"/cases/{id}/edit", data={"text": changed, "base": digest(SMALL)})
    for again in ("", "yes"):
        answer = bo.post(f"/cases/{id}/undo", data={"base": digest(changed), "again": again})
        assert answer.status_code == 404
    draft = {"text": "half a thought of eve", "base": digest(changed)}
    assert eve.post(f"/cases/{id}/check", data=draft).status_code == 200
    assert bo.post(f"/cases/{id}/check", data=draft).status_code == 404
    # A draft is its writer's own, also within the matter.
    assert "half a thought of eve" in eve.get(f"/cases/{id}/edit").text
    assert "half a thought of eve" not in ed.get(f"/cases/{id}/edit").text
    assert ed.post(f"/cases/{id}/discard").status_code == 303
    assert "half a thought of eve" in eve.get(f"/cases/{id}/edit").text


def test_a_variant_stays_in_the_matter_of_its_case(firm: Firm) -> None:
    """Also where another is named or was the last chosen: it says what the case says."""
    app = firm.app()
    firm.member("eve", "Birch")
    eve, bo = signed_in(app, "eve"), signed_in(app, "bo")
    id = put(eve, SECRET, matter=str(firm.matters["Alder"]))
    put(eve, "Other v. Other", matter=str(firm.matters["Birch"]))
    sent = {"incident-date": "2020-01-01", "title": "Later", "matter": str(firm.matters["Birch"])}
    made = eve.post(f"/cases/{id}/variant", data=sent)
    assert made.status_code == 303
    assert bo.get(made.headers["location"]).status_code == 404
    assert "Verysecret" not in bo.get("/").text and "Other v. Other" in bo.get("/").text


def test_a_new_case_goes_where_it_is_sent(firm: Firm) -> None:
    app = firm.app()
    firm.member("eve", "Birch")
    eve = signed_in(app, "eve")
    files = {"file": ("case.yaml", SMALL.encode())}
    nowhere = eve.post("/open-file", files=files)
    assert nowhere.status_code == 422 and "goes into a matter" in nowhere.text
    put(eve, matter=str(firm.matters["Birch"]))
    put(eve)  # and the next into the same, until another is chosen
    eve.post("/examples/martinez/copy", data={"matter": str(firm.matters["Alder"])})
    found = firm.run(
        "SELECT m.name FROM cases c JOIN matters m ON m.id = matter_id ORDER BY changed"
    )
    assert found.scalars().all() == ["Birch", "Birch", "Alder"]
    bo = signed_in(app, "bo")
    other = bo.post("/open-file", files=files, data={"matter": str(firm.matters["Alder"])})
    assert other.status_code == 404
    firm.person("new", "editor")
    none = signed_in(app, "new").post("/open-file", files=files)
    assert none.status_code == 422 and "no matter of yours" in none.text


def test_a_case_moves_to_another_matter_of_ones_own(firm: Firm) -> None:
    app = firm.app()
    eve, ed, bo = (signed_in(app, name) for name in ("eve", "ed", "bo"))
    id = put(eve)
    ed.post(f"/cases/{id}/check", data={"text": "half", "base": digest(SMALL)})
    where, birch = f"/cases/{id}/matter", str(firm.matters["Birch"])
    assert eve.post(where, data={"matter": birch}).status_code == 404
    firm.member("eve", "Birch")
    assert "Birch" in eve.get(where).text
    assert eve.post(where, data={"matter": birch}).status_code == 303
    assert ed.get(f"/cases/{id}").status_code == 404 and bo.get(f"/cases/{id}").status_code == 200
    assert firm.run("SELECT count(*) FROM drafts").scalar() == 0
    assert ("eve", "case-moved", id) in firm.log()


def test_an_admin_who_is_to_see_a_matter_becomes_a_member_and_the_log_says_so(firm: Firm) -> None:
    app = firm.app()
    eve, ada = signed_in(app, "eve"), signed_in(app, "ada")
    id = put(eve, SECRET)
    members = f"/team/matters/{firm.matters['Alder']}/members"
    assert SECRET not in ada.get(members.removesuffix("/members")).text
    assert ada.get(f"/cases/{id}").status_code == 404
    assert ada.post(members, data={"name": "ada"}).status_code == 303
    assert ada.get(f"/cases/{id}").status_code == 200
    assert firm.log(user="ada")[-2:] == [("ada", "member-added", None), ("ada", "case-opened", id)]
    assert ada.post(f"{members}/{firm.people['ada']}/remove").status_code == 303
    assert ada.get(f"/cases/{id}").status_code == 404


def test_who_leaves_a_matter_sees_it_no_more_at_once(firm: Firm) -> None:
    app = firm.app()
    ada, ed = signed_in(app, "ada"), signed_in(app, "ed")
    id = put(ed)
    token = signed_in(app, "ed").post("/account/tokens", data={"label": "x", "days": "7"}).text
    secret = re.search(r"prong_[\w-]{43}", token)
    assert secret
    program = visitor(app)
    program.headers["Authorization"] = f"Bearer {secret.group()}"
    assert program.get(f"/api/v1/cases/{id}").status_code == 200
    ada.post(f"/team/matters/{firm.matters['Alder']}/members/{firm.people['ed']}/remove")
    for client, where in ((ed, f"/cases/{id}"), (program, f"/api/v1/cases/{id}")):
        assert client.get(where).status_code == 404


def test_what_was_decided_for_one_is_no_answer_to_another(firm: Firm) -> None:
    """Answers are remembered under the whole text of a case, and only who has the text can ask."""
    app = firm.app()
    eve, bo = signed_in(app, "eve"), signed_in(app, "bo")
    id = put(eve, SECRET)
    assert eve.post(f"/api/v1/cases/{id}/analysis", json={}).status_code == 200
    assert bo.post(f"/api/v1/cases/{id}/analysis", json={}).status_code == 404
    assert bo.get(f"/cases/{id}/answer.json").status_code == 404


@pytest.mark.parametrize("id", ["%00", "a%00b", "..%2f1", "' OR 1=1 --", "1", "Zzzzzzzzzz"])
def test_an_id_that_is_none_is_nothing(firm: Firm, id: str) -> None:
    eve = signed_in(firm.app(), "eve")
    for path in (f"/cases/{id}", f"/cases/{id}/edit", f"/api/v1/cases/{id}"):
        assert eve.get(path).status_code == 404
    assert eve.get("/").status_code == 200


def test_a_case_that_was_deleted_is_put_back_by_its_own_editors_alone(firm: Firm) -> None:
    def shelf(name: str, role: str) -> TeamCases:
        user = firm.people[name]
        asker = Asker(user, name, role, False, By(user, None, "session"), "")
        return TeamCases(firm.team, asker, Asking(), Opened())

    eve, ed, bo = shelf("eve", "editor"), shelf("ed", "editor"), shelf("bo", "editor")
    rita = shelf("rita", "reader")
    id = eve.new(SECRET, SMALL)
    with pytest.raises(Collision):
        ed.delete(id, digest("another text"))
    with pytest.raises(Refused):
        rita.delete(id, digest(SMALL))
    with pytest.raises(NotHere):
        bo.delete(id, digest(SMALL))
    assert eve.ids() == [id] and eve.deleted() == []
    ed.delete(id, digest(SMALL))
    assert eve.ids() == [] and [kept.id for kept in eve.deleted()] == [id]
    assert bo.deleted() == rita.deleted() == []
    for way in (eve.read, eve.can, eve.draft, bo.restore):
        with pytest.raises(NotHere):
            way(id)
    with pytest.raises(Refused):
        rita.restore(id)
    assert eve.restore(id) == id and eve.read(id).text == SMALL
    with pytest.raises(NotHere):
        eve.restore(id)
    told = [(who, what) for who, what, _ in firm.log(case=id) if what != "request-refused"]
    assert told == [("eve", "case-added"), ("ed", "case-deleted"), ("eve", "case-restored")]
