"""Signing in: how it is known who asks, for how long, and how often one may guess."""

from __future__ import annotations

import re
import threading
import time

import pytest
from argon2 import PasswordHasher, Type

from prong.web.team import attempts, passwords, sessions
from tests.web.team.conftest import WORD, Firm, form, put, sign_in, signed_in, visitor, ways
from tests.web.team.test_matters import address


def test_nothing_is_answered_to_whoever_has_not_signed_in(firm: Firm) -> None:
    """Every way that the workbench has, but the page where one signs in."""
    app = firm.app()
    id = put(signed_in(app, "eve"))
    someone = visitor(app)
    for method, path in ways(app):
        if path == "/sign-in":
            continue
        answer = someone.request(method, address(path, id))
        if path.startswith("/api/"):
            assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
        else:
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith("/sign-in")
    assert someone.get("/api/v1/openapi.json").status_code == 401
    assert someone.get("/nowhere").status_code == 303
    assert someone.get("/assets/style.css").status_code == 200


def test_one_comes_where_one_wanted_and_nowhere_else(firm: Firm) -> None:
    app = firm.app()
    for wanted, comes in (
        ("/cases/x?y=1", "/cases/x?y=1"), ("//evil.example", "/"), ("https://evil.example", "/"),
        ("/\\evil.example", "/"), ("/\t/evil.example", "/"), ("javascript:alert(1)", "/"), ("", "/"),
    ):  # fmt: skip
        client = visitor(app)
        client.get("/sign-in")
        sent = {"name": "eve", "password": WORD, "next": wanted, "csrf": form(client)}
        assert client.post("/sign-in", data=sent).headers["location"] == comes
    elsewhere = visitor(app).get("/cases/x?y=1").headers["location"]
    assert elsewhere == "/sign-in?next=/cases/x%3Fy%3D1"
    swapped = visitor(app).get("/cases/x", headers={"HX-Request": "true"})
    assert swapped.headers["hx-redirect"].startswith("/sign-in")


def test_signing_in_gives_another_session_and_signing_out_ends_it(firm: Firm) -> None:
    """Whoever knew what the browser was known by before does not know it after."""
    app = firm.app()
    client = visitor(app)
    client.get("/sign-in")
    before = dict(client.cookies)
    assert sign_in(client, "eve").status_code == 303
    after = dict(client.cookies)
    assert before.keys() == after.keys() and before != after
    (secret,) = after.values()
    held = firm.run("SELECT key FROM sessions").scalars().all()
    assert held == [sessions.key(secret)] and secret not in held
    assert client.get("/").status_code == 200
    again = sign_in(client, "eve")
    assert again.status_code == 303 and len(firm.run("SELECT key FROM sessions").all()) == 1
    assert client.post("/sign-out").status_code == 303
    assert firm.run("SELECT key FROM sessions").all() == []
    for name, value in (*before.items(), *after.items()):
        old = visitor(app)
        old.cookies.set(name, value)
        assert old.get("/").status_code == 303


def test_a_session_ends_idle_or_old(firm: Firm) -> None:
    app = firm.app()
    for column, lasts in (("seen", sessions.IDLE), ("begun", sessions.WHOLE)):
        client = signed_in(app, "eve")
        minutes = lasts.total_seconds() / 60
        firm.run(f"UPDATE sessions SET {column} = now() - interval '{minutes - 1} minutes'")
        assert client.get("/").status_code == 200, column
        firm.run(f"UPDATE sessions SET {column} = now() - interval '{minutes + 1} minutes'")
        assert client.get("/").status_code == 303, column
    signed_in(app, "ed")
    assert firm.run("SELECT count(*) FROM sessions").scalar() == 1  # what has ended is deleted


def test_a_request_keeps_a_session_awake_but_not_for_ever(firm: Firm) -> None:
    client = signed_in(firm.app(), "eve")
    firm.run("UPDATE sessions SET seen = now() - interval '59 minutes'")
    client.get("/")
    assert firm.run("SELECT seen > now() - interval '1 minute' FROM sessions").scalar()
    assert not firm.run("SELECT begun > now() FROM sessions").scalar()


def test_changing_the_password_ends_every_other_session_and_token(firm: Firm) -> None:
    app = firm.app()
    one, two = signed_in(app, "eve"), signed_in(app, "eve")
    made = two.post("/account/tokens", data={"label": "script", "days": "30"})
    token = re.search(r"prong_[\w-]{43}", made.text)
    assert token and token.group() not in two.get("/account").text
    program = visitor(app)
    program.headers["Authorization"] = f"Bearer {token.group()}"
    assert program.get("/api/v1/cases").status_code == 200
    before = dict(one.cookies)
    wrong = {"now": "not that at all", "new": "seven grey geese", "again": "seven grey geese"}
    assert one.post("/account/password", data=wrong).status_code == 422
    good = {**wrong, "now": WORD}
    assert one.post("/account/password", data=good).status_code == 303
    assert one.get("/").status_code == 200 and dict(one.cookies) != before
    assert two.get("/").status_code == 303 and program.get("/api/v1/cases").status_code == 401
    assert sign_in(visitor(app), "eve").status_code == 403
    signed_in(app, "eve", "seven grey geese")


def test_a_closed_account_opens_nothing_at_once(firm: Firm) -> None:
    app = firm.app()
    eve, ada = signed_in(app, "eve"), signed_in(app, "ada")
    ada.post(f"/team/users/{firm.people['eve']}", data={"role": "editor", "closed": "yes"})
    assert eve.get("/").status_code == 303
    assert sign_in(visitor(app), "eve").status_code == 403
    ada.post(f"/team/users/{firm.people['eve']}", data={"role": "editor"})
    signed_in(app, "eve")


def test_a_token_is_for_the_api_alone_and_has_its_owner_s_role(firm: Firm) -> None:
    app = firm.app()
    id = put(signed_in(app, "eve"))
    made = signed_in(app, "rita").post("/account/tokens", data={"label": "x", "days": "7"})
    token = re.search(r"prong_[\w-]{43}", made.text)
    assert token
    assert token.group() not in str(firm.run("SELECT * FROM tokens").all())
    program = visitor(app)
    program.headers["Authorization"] = f"Bearer {token.group()}"
    assert program.get("/api/v1/cases").json() == [id]
    for path in ("/", "/account", f"/cases/{id}", "/team/users"):
        assert program.get(path).status_code == 303, path
    put_ = {"json": {"case": "x"}, "headers": {"If-Match": "x"}}
    assert program.put(f"/api/v1/cases/{id}", **put_).status_code == 403
    firm.run("UPDATE tokens SET until = now()")
    assert program.get("/api/v1/cases").status_code == 401
    program.headers["Authorization"] = "Bearer prong_guess"
    assert program.get("/api/v1/cases").status_code == 401


def test_a_form_of_another_session_is_refused(firm: Firm) -> None:
    app = firm.app()
    eve, ed = signed_in(app, "eve"), signed_in(app, "ed")
    where = "/examples/martinez/copy"
    for sent in (form(ed), "", "guess"):
        assert eve.post(where, headers={"X-CSRF": sent}).status_code == 403
    evil = {"Origin": "https://evil.example"}
    assert eve.post(where, headers=evil).status_code == 403
    assert eve.post(where, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert eve.post(where).status_code == 303
    # Nobody is signed in from elsewhere as someone else either.
    client = visitor(app)
    sent = {"name": "ed", "password": WORD}
    assert client.post("/sign-in", data=sent).status_code == 403
    client.get("/sign-in")
    assert client.post("/sign-in", data=sent).status_code == 403


def test_one_may_guess_so_often_for_an_account(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "OF_ACCOUNT", 3)
    app = firm.app()
    answers = [sign_in(visitor(app, f"198.51.100.{n}"), "eve", "a guess of mine") for n in range(3)]
    assert [a.status_code for a in answers] == [403] * 3
    refused = sign_in(visitor(app, "198.51.100.9"), "eve")  # also with the right password
    assert refused.status_code == 429
    sign_in(visitor(app, "198.51.100.9"), "eve")  # whoever goes on fills no log
    signed_in(app, "ed")  # another account is not concerned
    firm.run("UPDATE attempts SET at = at - interval '16 minutes'")
    signed_in(app, "eve")
    told = [(who, what) for who, what, _ in firm.log(user="eve")]
    assert told == [("eve", "sign-in-refused")] * 4 + [("eve", "signed-in")]


def test_one_may_guess_so_often_from_an_address(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FROM_ADDRESS", 3)
    app = firm.app()
    for _ in range(5):  # an office behind one address signs in, and that is no guessing
        signed_in(app, "eve", address="2001:db8::1")
    for n in range(3):
        assert sign_in(visitor(app, f"2001:db8::{n}"), f"user{n}", "guess").status_code == 403
    assert sign_in(visitor(app, "2001:db8::99"), "eve").status_code == 429  # the same network
    signed_in(app, "eve", address="2001:db8:1::1")


def test_many_guesses_at_once_are_all_counted(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "OF_ACCOUNT", 3)
    app = firm.app()
    clients = [visitor(app) for _ in range(10)]
    for client in clients:
        client.get("/sign-in")
    codes: list[int] = []

    def guess(client) -> None:  # type: ignore[no-untyped-def]
        sent = {"name": "eve", "password": "a guess of mine", "csrf": form(client)}
        codes.append(client.post("/sign-in", data=sent).status_code)

    threads = [threading.Thread(target=guess, args=(c,)) for c in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [403] * 3 + [429] * 7


def test_an_account_that_there_is_not_looks_and_lasts_the_same(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the hashing that is used otherwise, so that its time would show."""
    used = PasswordHasher(memory_cost=8192)
    monkeypatch.setattr(passwords, "_hasher", lambda: used)
    nobody = used.hash("a word that nobody has")
    monkeypatch.setattr(passwords, "_nobody", lambda: nobody)
    firm.run("UPDATE users SET password = :p", p=used.hash(WORD))
    app = firm.app()
    took: dict[str, list[float]] = {"eve": [], "nobody": []}
    said = set()
    for _ in range(4):
        for name, times in took.items():
            client = visitor(app)
            client.get("/sign-in")
            sent = {"name": name, "password": "a guess of mine", "csrf": form(client)}
            began = time.perf_counter()
            answer = client.post("/sign-in", data=sent)
            times.append(time.perf_counter() - began)
            said.add((answer.status_code, re.sub(r'value="[^"]*"|X-CSRF": "\w+', "", answer.text)))
    assert len(said) == 1
    least = sorted(min(times) for times in took.values())
    assert least[1] < 2 * least[0]


def test_passwords_are_hashed_with_argon2id() -> None:
    passwords_hasher = PasswordHasher()
    assert passwords_hasher.type is Type.ID
    assert passwords_hasher.memory_cost >= 64 * 1024 and passwords_hasher.time_cost >= 3
    kept = PasswordHasher().hash(WORD)
    assert kept.startswith("$argon2id$") and passwords.right(WORD, kept)
    assert not passwords.right(WORD + "!", kept) and not passwords.right(WORD, "no hash")


def test_a_hash_of_weaker_parameters_is_made_anew(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    before = firm.run("SELECT password FROM users WHERE name = 'eve'").scalar()
    monkeypatch.setattr(passwords, "_hasher", lambda: stronger)
    signed_in(firm.app(), "eve")
    after = firm.run("SELECT password FROM users WHERE name = 'eve'").scalar()
    assert "t=1" in before and "t=2" in after


def test_what_was_typed_as_a_name_is_not_kept(firm: Firm) -> None:
    """People type their password there."""
    app = firm.app()
    sign_in(visitor(app), "my own secret words", "x")
    assert "secret" not in signed_in(app, "ada").get("/team/log").text
    assert (None, "sign-in-refused", None) in firm.log()


def test_two_of_one_account_have_limits_apart_from_others(firm: Firm) -> None:
    from prong.web.team.app import create_app
    from prong.web.team.door import EachUser
    from tests.web.team.conftest import OWN

    app = create_app(firm.team, OWN, folder=firm.folder, apart=False, writes=EachUser(2, 0.001))
    app.state.site.uploads = EachUser(1, 0.001)
    eve, ed = signed_in(app, "eve"), signed_in(app, "ed")
    put(eve)
    assert eve.post("/api/v1/analyze", json={"case": "x"}).status_code == 429  # one upload
    assert eve.post("/examples/martinez/copy").status_code == 429  # two that write
    put(ed)
