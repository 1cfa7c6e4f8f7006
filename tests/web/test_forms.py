"""The case file by forms: every part can be changed, added and taken out, and nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from prong.faults import Fault
from prong.files import parse_yaml
from prong.law.authorities import Authority
from prong.law.library import Library
from prong.record.case import Record
from prong.record.load import examples, from_document
from prong.web import parts
from prong.web.forms import Input, inputs, read
from prong.web.shape import MANY, fields, part, spot
from prong.web.shelf import Shelf
from tests.web.conftest import opened
from tests.web.test_stories import SMALL

LIBRARY = Library.load()
TEXTS = {k: p.read_text(encoding="utf-8") for k, p in examples().items()} | {"small": SMALL}


def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "cases")


def filled(page: str) -> dict[str, Any]:
    """What a browser would send of the form of a part, as the page fills it in."""
    form = page[page.index('class="part"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, Any] = {}
    from html import unescape

    for tag in re.finditer(
        r"<input\b[^>]*>|<textarea\b[^>]*>\n(.*?)</textarea>|<select\b.*?</select>", form, re.S
    ):
        text = tag[0]
        name = re.search(r'name="([^"]*)"', text)
        assert name is not None
        if text.startswith("<select"):
            found = re.search(r'<option value="([^"]*)" selected', text)
            value = found[1] if found else ""
        elif text.startswith("<textarea"):
            value = tag[1]
        else:
            if re.search('type="(checkbox|radio)"', text) and " checked" not in text:
                continue
            value = re.search(r'value="([^"]*)"', text)[1]  # type: ignore[index]
        sent.setdefault(unescape(name[1]), []).append(unescape(value))
    return sent


def form(client: TestClient, id: str, query: str) -> dict[str, Any]:
    answer = client.get(f"/cases/{id}/edit?{query}")
    assert answer.status_code == 200, answer.text
    return filled(answer.text)


def send(client: TestClient, id: str, sent: dict[str, Any], do: str = "save") -> Any:
    return client.post(f"/cases/{id}/part", data={**sent, "do": do}, follow_redirects=False)


def test_every_field_of_the_contract_is_in_a_form_or_has_forms_of_its_own() -> None:
    def walk(cls: Any, seen: set[Any]) -> None:
        if cls in seen:
            return
        seen.add(cls)
        asked = {i.name for i in inputs(LIBRARY, Record, {}, (), cls, {})}
        for name, field in fields(cls).items():
            assert field.kind != "other", (cls, name)
            assert name in asked or field.kind in MANY, (cls, name)
            if field.of is not None:
                walk(field.of, seen)

    for root in (Record, Authority):
        walk(root, set())


def all_parts(text: str) -> list[tuple[Any, ...]]:
    """Every part of a file that has a form of its own."""
    value = parse_yaml(text, "").value
    found: list[tuple[Any, ...]] = [()]

    def walk(cls: Any, path: tuple[Any, ...]) -> None:
        for name, field in fields(cls).items():
            if field.kind in MANY and field.of is not None:
                held = part(value, Record, (*path, name))
                for key in held if isinstance(held, dict) else range(len(held)):
                    found.append((*path, name, key))
                    walk(field.of, (*path, name, key))

    walk(Record, ())
    return found


def sent_of(some: tuple[Input, ...]) -> dict[str, list[str]]:
    """What a browser sends of inputs as they are shown."""
    sent: dict[str, list[str]] = {}
    for one in some:
        if one.style == "group":
            sent |= sent_of(one.inner[0])
        elif one.style == "truth":
            sent[one.name] = ["false", *(["true"] if one.value == "true" else [])]
        elif one.style == "several":
            sent[one.name] = ["", *one.chosen]
        else:
            sent[one.name] = [one.value.replace("\n", "\r\n")]
    return sent


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_form_sent_as_it_was_shown_changes_not_a_byte(name: str) -> None:
    text = TEXTS[name]
    document = parse_yaml(text, "case.yaml")
    places = all_parts(text)
    for at in places[:: len(places) // 25 + 1]:
        shown = parts.opened(LIBRARY, document, at)
        sent = sent_of(shown.inputs) | {"at": [str(s) for s in at], "key": [shown.key or ""]}
        made, where = parts.applied(text, parts.Change.of(sent))
        assert made == text and where == at


def test_a_finding_is_changed_by_form_and_every_comment_stays(
    client: TestClient, tmp_path: Path
) -> None:
    id = opened(client, SMALL)
    sent = form(client, id, "at=incidents&at=night&at=acts&at=telling&at=facts&at=0")
    assert sent["f.factor"] == ["told-abuser-of-report"] and sent["f.for"] == ["", "roe-dep"]
    sent["f.says"] = "she told him what Roe had said"
    answer = send(client, id, sent)
    assert answer.status_code == 303, answer.text
    kept = shelf(tmp_path).read(id).text
    assert kept == SMALL.replace(
        "for: [roe-dep]}", "for: [roe-dep], says: she told him what Roe had said}"
    )
    page = client.get(answer.headers["location"]).text
    assert "Saved." in page and "Undo the last save" in page


def test_who_is_named_elsewhere_is_not_taken_out_and_where_is_told(
    client: TestClient, tmp_path: Path
) -> None:
    id = opened(client, SMALL)
    sent = form(client, id, "at=people&at=doe")
    answer = send(client, id, sent, "remove")
    assert answer.status_code == 422
    told = answer.text[answer.text.index("It is named elsewhere") :]
    assert "incidents, night, acts, telling" in told and "claims, 1" in told
    assert 'data-goto="15"' in told  # the line of the act
    assert shelf(tmp_path).read(id).text == SMALL
    # In a draft it may go, and the draft says what is left to do; the case stays.
    answer = send(client, id, sent, "remove-draft")
    assert answer.status_code == 303
    assert shelf(tmp_path).read(id).text == SMALL
    draft = shelf(tmp_path).draft(id)
    assert draft is not None and "Ann Doe" not in draft[0]
    assert "No person has this id" in client.get(f"/cases/{id}/edit").text


def test_what_nothing_names_is_taken_out(client: TestClient, tmp_path: Path) -> None:
    text = SMALL.replace(
        "incidents:\n", '  doe-dep: {kind: deposition, cite: "x"}  # unused\nincidents:\n'
    )
    id = opened(client, text)
    answer = send(client, id, form(client, id, "at=evidence&at=doe-dep"), "remove")
    assert answer.status_code == 303
    assert shelf(tmp_path).read(id).text == SMALL


def test_a_new_id_is_written_wherever_the_file_names_it(client: TestClient, tmp_path: Path) -> None:
    id = opened(client, SMALL)
    sent = form(client, id, "at=people&at=doe") | {"key": "adoe", "f.name": "Anne Doe"}
    assert send(client, id, sent).status_code == 303
    kept = shelf(tmp_path).read(id).text
    assert kept == SMALL.replace("doe: {name: Ann Doe", "adoe: {name: Anne Doe").replace(
        "by: doe", "by: adoe"
    ).replace("[doe]", "[adoe]")


@pytest.mark.parametrize("posture", ["motion-to-dismiss", "verdict"])
def test_the_posture_and_the_caption_are_changed(
    client: TestClient, tmp_path: Path, posture: str
) -> None:
    id = opened(client, SMALL)
    sent = form(client, id, "") | {
        "f.posture.stage": posture, "f.posture.verdict-for": "plaintiff", "f.case": "Roe v. Doe II",
        "f.docket": "23-1",
    }  # fmt: skip
    assert send(client, id, sent).status_code == 303
    kept = shelf(tmp_path).read(id).text
    assert "case: Roe v. Doe II\ndocket: 23-1\nforum" in kept and f"stage: {posture}" in kept
    assert "# Kept with care." in kept


def test_a_fault_is_told_beside_its_field_and_nothing_is_saved(
    client: TestClient, tmp_path: Path
) -> None:
    id = opened(client, SMALL)
    sent = form(client, id, "at=incidents&at=night") | {"f.date": "2030-01-01"}
    answer = send(client, id, sent)
    assert answer.status_code == 422
    beside = re.search(r'id="in-f-date-fault"[^>]*>(.*?)</p>', answer.text, re.S)
    assert beside and "later than the decision" in beside[1]
    assert 'value="2030-01-01"' in answer.text  # what was typed is not lost
    assert shelf(tmp_path).read(id).text == SMALL
    answer = send(client, id, sent, "draft")  # and may be kept to go on with
    draft = shelf(tmp_path).draft(id)
    assert draft is not None and "2030-01-01" in draft[0]


def test_a_form_sent_late_overwrites_nothing(client: TestClient, tmp_path: Path) -> None:
    id = opened(client, SMALL)
    late = form(client, id, "at=people&at=doe") | {"f.rank": "Sergeant"}
    first = form(client, id, "at=people&at=roe") | {"f.name": "Janet Roe"}
    assert send(client, id, first).status_code == 303
    answer = send(client, id, late)
    assert answer.status_code == 409 and "Janet Roe" in answer.text and "Sergeant" in answer.text
    kept = shelf(tmp_path).read(id).text
    assert "Janet Roe" in kept and "Sergeant" not in kept
    # What was sent stands in the form, and is saved upon theirs when it is sent again.
    assert send(client, id, filled(answer.text)).status_code == 303
    kept = shelf(tmp_path).read(id).text
    assert "Janet Roe" in kept and "Sergeant" in kept


def test_a_form_sent_with_a_text_that_is_being_typed_goes_into_the_draft(
    client: TestClient, tmp_path: Path
) -> None:
    id = opened(client, SMALL)
    sent = form(client, id, "at=people&at=doe") | {"f.rank": "Sergeant"}
    typed = SMALL.replace("Jane Roe", "Jane R. Roe").replace("\n", "\r\n")
    assert send(client, id, sent | {"text": typed}).status_code == 303
    draft = shelf(tmp_path).draft(id)
    assert draft is not None and "Jane R. Roe" in draft[0] and "rank: Sergeant" in draft[0]
    assert shelf(tmp_path).read(id).text == SMALL


@pytest.mark.parametrize(
    ("where", "more"),
    [
        ("people", {"key": "poe", "f.name": "Pat Poe", "f.is": "private"}),
        ("evidence", {"key": "log", "f.kind": "document", "f.cite": "ECF No. 12 at 3",
                      "f.filed.page": "3", "f.filed.entry": "12"}),
        ("incidents", {"key": "day", "f.date": "2023-05", "f.scope": "police-actor"}),
        ("incidents&at=night&at=acts", {"key": "leaving", "f.by.is": "doe", "f.kind.is": "omission",
                                        "f.what": "left her there"}),
        ("incidents&at=night&at=circumstances", {"f.factor": "report-made-in-confidence",
                                                 "f.for": "roe-dep"}),
        ("incidents&at=night&at=findings", {"f.factor": "knew-abuser-violent-to-this-victim",
                                            "f.person": "doe", "f.for": "roe-dep"}),
        ("incidents&at=night&at=acts&at=telling&at=heard-by", {"f.is": "roe", "f.against": "roe-dep"}),
        ("claims", {"f.doctrine": "state-created-danger", "f.plaintiff": "roe", "f.against": "doe",
                    "f.status": "dismissed", "f.below": "dismissed"}),
        ("claims&at=0&at=forfeited", {"f.by": "doe", "f.what": "prong-one"}),
    ],
)  # fmt: skip
def test_everything_a_case_has_is_added_and_taken_out_again(
    client: TestClient, tmp_path: Path, where: str, more: dict[str, str]
) -> None:
    id = opened(client, SMALL)
    answer = send(client, id, form(client, id, f"at={where}&new=yes") | more)
    assert answer.status_code == 303, re.sub(r"<[^>]+>", " ", answer.text)[:3000]
    kept = shelf(tmp_path).read(id).text
    assert len(kept) > len(SMALL) and "# Kept with care." in kept and "# the plaintiff" in kept
    for value in more.values():
        assert value in kept
    query = (
        answer.headers["location"].partition("?")[2].partition("#")[0].replace("&done=saved", "")
    )
    answer = send(client, id, form(client, id, query), "remove")
    assert answer.status_code == 303, answer.text
    left = parse_yaml(shelf(tmp_path).read(id).text, "").value
    old = parse_yaml(SMALL, "").value
    assert _without_empty(left) == _without_empty(old)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_empty(v) for k, v in value.items() if v not in ([], {}, None)}
    return [_without_empty(v) for v in value] if isinstance(value, list) else value


def test_no_address_opens_what_a_case_has_not(client: TestClient) -> None:
    id = opened(client, SMALL)
    for query in ("at=nothing", "at=people&at=nobody", "at=claims&at=x", "at=claims&at=7",
                  "at=people", "at=case", "at=people&at=roe&at=name", "at=" + "&at=x" * 60):  # fmt: skip
        assert client.get(f"/cases/{id}/edit?{query}").status_code == 404, query
        sent = {"base": "x", "do": "save", "at": re.findall(r"at=([^&]*)", query)}
        assert client.post(f"/cases/{id}/part", data=sent).status_code in (404, 409, 422), query


CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["text", "remove", "add", "tick", "rename"]),
              st.integers(0, 10_000), st.sampled_from(["plain words", "a: b # c", "x", "", "2023-01"])),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), CHANGES)
def test_no_sequence_of_form_edits_loses_a_comment_or_yields_a_file_that_cannot_be_read(
    name: str, changes: list[tuple[int, str, int, str]]
) -> None:
    text = TEXTS[name]
    for where, how, which, words in changes:
        document = parse_yaml(text, "case.yaml")
        places = all_parts(text)
        at = places[where % len(places)]
        here = spot(Record, at)
        new = how == "add"
        if new:
            inner = [n for n, f in fields(here.cls).items() if f.kind in MANY]
            if not inner:
                continue
            at = (*at, inner[which % len(inner)])
        shown = parts.opened(LIBRARY, document, at, new=new)
        sent = sent_of(shown.inputs) | {"at": [str(s) for s in at], "key": [shown.key or ""]}
        if new:
            sent |= {"new": ["yes"], "key": ["new-one"]}
        names = sorted(k for k in sent if k.startswith("f."))
        if how == "remove":
            sent["do"] = ["remove"]
        elif how == "rename":
            sent["key"] = ["other"]
        elif how != "tick":
            sent[names[which % len(names)]] = [words]
        else:
            sent[names[which % len(names)]] = ["false", "true"]
        try:
            made, _ = parts.applied(text, parts.Change.of(sent))
            from_document(parse_yaml(made, "case.yaml"), LIBRARY)
        except (Fault, parts.Named):
            continue  # told, and not saved
        lost = [c for c in _comments(text) if c not in _comments(made)]
        if lost:
            assert how == "remove"
            gone = _span(text, at)
            assert all(any(c in line for line in gone) for c in lost)
        text = made


def _comments(text: str) -> list[str]:
    return re.findall(r"(?:^|\s)#\s[^\n]*", text)


def _span(text: str, at: tuple[Any, ...]) -> list[str]:
    lines = parse_yaml(text, "").lines
    mine = [n for p, n in lines.items() if p[: len(at)] == at]
    return text.split("\n")[min(mine) - 1 : max(mine)]


def test_a_form_of_a_whole_authority_reads_what_it_shows() -> None:
    for key in ("kennedy-v-city-of-ridgefield", "martinez-v-city-of-clovis"):
        path = next((Path(parts.__file__).parents[1] / "library/authorities").glob(f"*/{key}.yaml"))
        value = parse_yaml(path.read_text(encoding="utf-8"), key).value
        shown = inputs(LIBRARY, Authority, value, (), Authority, value, whole_file=True)

        def flat(some: tuple[Input, ...]) -> dict[str, list[str]]:
            sent: dict[str, list[str]] = {}
            for one in some:
                if one.style in ("entries", "group"):
                    for inner in one.inner:
                        sent |= flat(inner)
                else:
                    sent |= sent_of((one,))
            return sent

        assert read(Authority, flat(shown), value, whole_file=True) == value
