"""How a team's workbench is reached: its own name, its proxy, TLS, and from nowhere else."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from prong.faults import FieldFault
from prong.web.team.reached import Reached
from prong.web.team.serving import Settings, reached
from tests.command import prong
from tests.web.team.conftest import WORD, Firm, form, sign_in, visitor

PUBLIC = "https://prong.example"
PROXY = "10.1.1.1"
BEHIND = Reached.of(PUBLIC, (PROXY, "10.1.2.0/28"))
#: What the proxy says.
SAYS = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}


def last_address(firm: Firm) -> str:
    return str(firm.run("SELECT address FROM audit ORDER BY id DESC LIMIT 1").scalar())


def behind(firm: Firm, peer: str = PROXY, **headers: str) -> Any:
    client = visitor(firm.app(BEHIND), peer, PUBLIC)
    client.headers.update(SAYS | {k.replace("_", "-"): v for k, v in headers.items()})
    return client


def test_the_proxy_is_believed(firm: Firm) -> None:
    client = behind(firm)
    assert sign_in(client, "eve").status_code == 303
    assert last_address(firm) == "198.51.100.7"
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000"


def test_whoever_asks_past_the_proxy_is_refused_whatever_they_say(firm: Firm) -> None:
    for peer in ("203.0.113.9", "10.1.2.16", "127.0.0.1", "testclient", ""):
        client = behind(firm, peer)
        assert client.get("/sign-in").status_code == 403, peer


def test_only_what_the_proxy_added_is_believed(firm: Firm) -> None:
    """A client sends the header too; the proxy adds to its end. Limits and the log hold on that."""
    for said, true in (
        ("1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("1.2.3.4, 198.51.100.7, 10.1.2.3", "198.51.100.7"),  # through two proxies
        ("evil, 198.51.100.7:5555", "198.51.100.7"), ("[2001:db8::1]:80", "2001:db8::1"),
        ("1.2.3.4, nonsense", PROXY), ("", PROXY),
    ):  # fmt: skip
        client = behind(firm, X_Forwarded_For=said)
        sign_in(client, "eve", "wrong words here")
        assert last_address(firm) == true, said


def test_without_a_proxy_what_is_forwarded_is_not_looked_at(firm: Firm) -> None:
    client = visitor(firm.app(), "203.0.113.9")
    client.headers.update(SAYS | {"X-Forwarded-Host": "evil.example"})
    assert sign_in(client, "eve").status_code == 303
    assert last_address(firm) == "203.0.113.9"
    direct = visitor(firm.app(Reached.of(PUBLIC)), "203.0.113.9", PUBLIC)
    direct.headers.update({"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Host": "evil.example"})
    assert sign_in(direct, "eve").status_code == 303
    assert last_address(firm) == "203.0.113.9"


def test_a_proxy_that_was_asked_in_the_clear_is_refused(firm: Firm) -> None:
    for said in ("http", "", "https, http"):
        assert behind(firm, X_Forwarded_Proto=said).get("/sign-in").status_code == 400, said


def test_the_name_and_the_origin_are_the_public_ones(firm: Firm) -> None:
    client = behind(firm)
    for host in (
        "192.0.2.9:8413",
        "127.0.0.1:8413",
        "evil.example",
        "prong.example.evil",
        "prong.example:80",
    ):
        assert client.get("/sign-in", headers={"Host": host}).status_code == 421, host
    assert client.get("/sign-in", headers={"Host": "PRONG.example:443"}).status_code == 200
    inside = {"Host": "192.0.2.9:8413", "X-Forwarded-Host": "prong.example"}
    assert client.get("/sign-in", headers=inside).status_code == 200
    assert client.get("/sign-in", headers={"X-Forwarded-Host": "evil.example"}).status_code == 421
    sign_in(client, "eve")
    for origin in ("http://prong.example", "https://evil.example", "http://127.0.0.1:8413", "null"):
        answer = client.post("/examples/martinez/copy", headers={"Origin": origin})
        assert answer.status_code == 403, origin
    assert client.post("/examples/martinez/copy", headers={"Origin": PUBLIC}).status_code == 303
    # A slash too many leads to the public address too, and not to one inside or in the clear.
    away = client.get("/library/", headers=inside)
    assert away.status_code == 307 and away.headers["location"] == f"{PUBLIC}/library"


def test_its_cookie_is_bound_to_its_own_name_and_tls(firm: Firm) -> None:
    client = behind(firm)
    page = client.get("/sign-in")
    sent = {"name": "eve", "password": WORD, "csrf": form(client)}
    for answer in (page, client.post("/sign-in", data=sent)):
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-prong=")
        rest = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert rest == {"httponly", "secure", "path=/", "samesite=lax"}


# What it refuses to start with

CERT, KEY = Path("cert.pem"), Path("key.pem")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (Settings("0.0.0.0", 8413), "in the clear"),
        (Settings("::", 8413), "in the clear"),
        (Settings("192.0.2.1", 8413), "in the clear"),
        (Settings("10.0.0.5", 8413, PUBLIC), "in the clear"),
        (Settings("0.0.0.0", 8413, "http://prong.example"), "in the clear"),
        (Settings("prong.example", 8413), "not an address to listen on"),
        (Settings("0.0.0.0", 8413, None, (), CERT, KEY), "public address is not given"),
        (Settings("0.0.0.0", 8413, None, (PROXY,)), "public address is not given"),
        (Settings("0.0.0.0", 8413, "http://prong.example", (PROXY,)), "do not agree"),
        (Settings("0.0.0.0", 8413, "http://prong.example", (), CERT, KEY), "do not agree"),
        (Settings("127.0.0.1", 8413, PUBLIC), "do not agree"),
        (Settings("0.0.0.0", 8413, PUBLIC, (), CERT), "go together"),
        (Settings("0.0.0.0", 8413, PUBLIC, (PROXY,), CERT, KEY), "here or at the proxy"),
        (Settings("0.0.0.0", 8413, PUBLIC, ("everyone",)), "not the address of a proxy"),
        (Settings("127.0.0.1", 8413, "prong.example"), "not a public address"),
        (Settings("127.0.0.1", 8413, "https://prong.example/path", (PROXY,)), "not a public address"),
        (Settings("127.0.0.1", 8413, "https://prong.example:x", (PROXY,)), "not a public address"),
    ],
)  # fmt: skip
def test_where_it_does_not_start(given: Settings, fault: str) -> None:
    with pytest.raises(FieldFault) as told:
        reached(given)
    assert fault in str(told.value)


@pytest.mark.parametrize(
    ("given", "origin", "secure"),
    [
        (Settings("127.0.0.1", 8413), "http://127.0.0.1:8413", False),
        (Settings("localhost", 8413), "http://127.0.0.1:8413", False),
        (Settings("::1", 8413), "http://[::1]:8413", False),
        (Settings("127.0.0.1", 8413, PUBLIC, ("127.0.0.1",)), PUBLIC, True),
        (Settings("0.0.0.0", 8413, PUBLIC, (PROXY,)), PUBLIC, True),
        (Settings("0.0.0.0", 443, PUBLIC, (), CERT, KEY), PUBLIC, True),
    ],
)
def test_where_it_starts(given: Settings, origin: str, secure: bool) -> None:
    found = reached(given)
    assert (found.origin, found.secure) == (origin, secure)


def test_the_command_refuses_before_it_asks_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRONG_TEAM", raising=False)
    ran = prong("serve", "--team", "postgresql://nowhere.invalid/x", "--host", "0.0.0.0")
    assert ran.status == 2 and "in the clear" in ran.err and "--proxy" in ran.err
    none = prong("serve", "--team")
    assert none.status == 2 and "PRONG_TEAM" in none.err
    alone = prong("serve", "--host", "0.0.0.0")
    assert alone.status == 2 and "this machine alone" in alone.err
    mixed = prong("serve", "--team", "postgresql://x/y", "--cases", "here")
    assert mixed.status == 2 and "kept in its database" in mixed.err
    missing = prong(
        "serve", "--team", "postgresql://x/y", "--host", "0.0.0.0", "--origin", PUBLIC,
        "--tls-cert", "none.pem", "--tls-key", "none.pem",
    )  # fmt: skip
    assert missing.status == 2 and "certificate" in missing.err


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine, made for the test."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", str(key), "-out", str(cert)],
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl makes no certificate here")
    return cert, key


def test_with_tls_of_its_own(firm: Firm, tmp_path: Path) -> None:
    import httpx

    from tests.web.team.test_processes import serving

    cert, key = certificate(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = f"https://127.0.0.1:{port}"
    options = ("--tls-cert", str(cert), "--tls-key", str(key), "--origin", own)
    with serving(firm.url, *options, port=port) as where:
        assert where == own
        trusted = ssl.create_default_context(cafile=str(cert))
        with httpx.Client(base_url=own, verify=trusted) as client:
            client.get("/sign-in")
            (cookie,) = client.cookies.jar
            assert cookie.name == "__Host-prong" and cookie.secure
            sent = {"name": "eve", "password": WORD, "csrf": form(client)}  # type: ignore[arg-type]
            assert client.post("/sign-in", data=sent).status_code == 303
            page = client.get("/")
            assert page.status_code == 200 and "strict-transport-security" in page.headers
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/sign-in")
