"""The cases that one user may see: those of the matters they are a member of, and no other.

Every question is joined with the membership, so that a case of another matter is as if it were not
there. A save locks the case's row until it is kept, so that of two that began from the same text one
collides, whichever process each came to.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as put

from prong.faults import FieldFault, FileFault
from prong.web.shelf import (
    KEPT,
    Cases,
    Collision,
    Kept,
    Listed,
    NotHere,
    Refused,
    begun_from,
    caption,
    digest,
    slug,
)
from prong.web.team import log, sessions
from prong.web.team.opened import Opened
from prong.web.team.schema import CaseRow, DraftRow, EarlierRow, MatterRow, MemberRow
from prong.web.team.sessions import Asker
from prong.web.team.store import Team

#: Letters that nobody takes for another.
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
_ID = re.compile(r"[a-z0-9]{10}")


class Case(NamedTuple):
    id: str
    matter_id: int
    name: str
    text: str


@dataclass
class Asking:
    """What one request is about, as far as its address tells."""

    case: str | None = None
    #: How reading that case is told in the log, and of what; None, where reading it is no more than
    #: a step to changing it.
    reads: tuple[str, str | None] | None = None
    #: The matter that a form names for a new case.
    matter: str | None = None


class TeamCases(Cases):
    """The shelf of whoever asks. What it gives and changes is told in the log."""

    def __init__(self, team: Team, asker: Asker, asking: Asking, opened: Opened) -> None:
        self.team, self.asker, self.asking, self.opened = team, asker, asking, opened

    def ids(self) -> list[str]:
        return [one.id for one in self.listed()]

    def listed(self) -> list[Listed]:
        with self.team.begin() as connection:
            rows = connection.execute(
                select(CaseRow.id, CaseRow.caption, MatterRow.name)
                .join(MatterRow, MatterRow.id == CaseRow.matter_id)
                .join(MemberRow, MemberRow.matter_id == MatterRow.id)
                .where(MemberRow.user_id == self.asker.user, CaseRow.deleted.is_(None))
                .order_by(func.lower(MatterRow.name), CaseRow.changed.desc(), CaseRow.id)
            ).all()
        return [Listed(row.id, row.caption, row.name) for row in rows]

    def read(self, id: str) -> Kept:
        if not _ID.fullmatch(id):
            raise _not_here(id)
        with self.team.begin() as connection:
            row = self._seen(connection, id)
            if row is not None:
                told = self._tell_reading(connection, row)
            else:  # whether there is such a case makes no difference, also to the time it takes
                log.add(connection, self.asker.by, "request-refused", case=id,
                        what="no member, or no such case")  # fmt: skip
        if row is None:
            raise _not_here(id)
        if told:
            self.opened.note(self.asker, id)
        return Kept(id, row.text, row.name)

    def _tell_reading(self, connection: Connection, row: Case) -> bool:
        """Tell in the log, once in a request, that the case it is about was read."""
        if self.asking.case != row.id or self.asking.reads is None:
            return False
        action, what = self.asking.reads
        self.asking.reads = None
        if action == "case-opened" and self.opened.lately(self.asker, row.id):
            return False
        log.add(connection, self.asker.by, action, matter=row.matter_id, case=row.id, what=what)
        return action == "case-opened"

    def new(self, title: str, text: str) -> str:
        self._may_change()
        id = "".join(secrets.choice(_LETTERS) for _ in range(10))
        with self.team.begin() as connection:
            matter = self._matter(connection)
            connection.execute(
                insert(CaseRow).values(
                    id=id, matter_id=matter, name=slug(title), text=_storable(text),
                    caption=caption(text) or title[:200],
                )
            )  # fmt: skip
            if self.asker.session:
                sessions.last_matter(connection, self.asker.session, matter)
            log.add(connection, self.asker.by, "case-added", matter=matter, case=id,
                    what=digest(text))  # fmt: skip
        return id

    def _matter(self, connection: Connection) -> int:
        """Into which matter a new case goes: that of the case it was made from, else the one that
        was chosen, else the one that was chosen last, else the only one there is."""
        if self.asking.case is not None:
            return int(self._here(connection, self.asking.case).matter_id)
        mine = connection.execute(
            select(MemberRow.matter_id).where(MemberRow.user_id == self.asker.user)
        ).scalars().all()  # fmt: skip
        if self.asking.matter:
            chosen = next((m for m in mine if str(m) == self.asking.matter), None)
            if chosen is None:
                raise NotHere("There is no such matter.", found=self.asking.matter[:20])
            return chosen
        if self.asker.matter in mine:
            return self.asker.matter  # type: ignore[return-value]
        if len(mine) == 1:
            return mine[0]
        raise FieldFault(
            "A new case goes into a matter.", found="none chosen" if mine else "no matter of yours",
            expected="one chosen on the page of cases" if mine else "an admin to make you a member of one",
        )  # fmt: skip

    def save(self, id: str, text: str, base: str) -> Kept:
        self._may_change()
        with self.team.begin() as connection:
            row = self._here(connection, id, lock=True)
            if digest(row.text) != base and row.text != text:
                raise Collision(Kept(id, row.text, row.name), text)
            if row.text != text:
                _push(connection, id, "history", row.text)
                connection.execute(
                    delete(EarlierRow).where(EarlierRow.case_id == id, EarlierRow.side == "undone")
                )
                self._put(connection, row, text, "case-changed")
            self._drop(connection, id)
        return Kept(id, text, row.name)

    def undo(self, id: str, base: str, *, again: bool = False) -> Kept:
        self._may_change()
        there, back = ("undone", "history") if again else ("history", "undone")
        with self.team.begin() as connection:
            row = self._here(connection, id, lock=True)
            if digest(row.text) != base:
                raise Collision(Kept(id, row.text, row.name), row.text)
            earlier = connection.execute(
                select(EarlierRow.number, EarlierRow.text)
                .where(EarlierRow.case_id == id, EarlierRow.side == there)
                .order_by(EarlierRow.number.desc())
                .limit(1)
            ).first()
            if earlier is None:
                raise FileFault(f"There is nothing to {'do again' if again else 'undo'}.")
            _push(connection, id, back, row.text)
            connection.execute(
                delete(EarlierRow).where(
                    EarlierRow.case_id == id, EarlierRow.side == there,
                    EarlierRow.number == earlier.number,
                )
            )  # fmt: skip
            self._put(connection, row, earlier.text, "case-redone" if again else "case-undone")
        return Kept(id, earlier.text, row.name)

    def _put(self, connection: Connection, row: Case, text: str, action: str) -> None:
        connection.execute(
            update(CaseRow)
            .where(CaseRow.id == row.id)
            .values(text=_storable(text), caption=caption(text) or row.name, changed=func.now())
        )
        log.add(
            connection, self.asker.by, action, matter=row.matter_id, case=row.id,
            what=digest(text),
        )  # fmt: skip

    def matter(self, id: str) -> tuple[int, str]:
        """The matter a case is of: its number and its name."""
        with self.team.begin() as connection:
            row = self._here(connection, id)
            name = select(MatterRow.name).where(MatterRow.id == row.matter_id)
            return row.matter_id, str(connection.execute(name).scalar_one())

    def move(self, id: str, matter: int) -> None:
        """Put a case into another matter of one's own, with all that belongs to it. The drafts of
        those who see it no more are dropped."""
        self._may_change()
        with self.team.begin() as connection:
            row = self._here(connection, id, lock=True)
            them = select(MemberRow.user_id).where(MemberRow.matter_id == matter)
            if self.asker.user not in connection.execute(them).scalars().all():
                raise NotHere("There is no such matter.", found=str(matter)[:20])
            if matter == row.matter_id:
                return
            connection.execute(update(CaseRow).where(CaseRow.id == id).values(matter_id=matter))
            connection.execute(
                delete(DraftRow).where(DraftRow.case_id == id, DraftRow.user_id.not_in(them))
            )
            log.add(connection, self.asker.by, "case-moved", matter=matter, case=id,
                    what=f"from matter {row.matter_id}")  # fmt: skip

    def delete(self, id: str, base: str) -> str:
        """Put a case aside with its drafts and what undo goes back to; its id stays."""
        self._may_change()
        with self.team.begin() as connection:
            row = self._here(connection, id, lock=True)
            if digest(row.text) != base:
                raise Collision(Kept(id, row.text, row.name), row.text)
            self._aside(connection, row, "case-deleted", func.now())
        return id

    def deleted(self) -> list[Kept]:
        """The cases put aside, the last first; to a reader, who can put none back, none."""
        if not self.asker.may_change:
            return []
        with self.team.begin() as connection:
            rows = connection.execute(
                select(CaseRow.id, CaseRow.text, CaseRow.name)
                .join(MemberRow, MemberRow.matter_id == CaseRow.matter_id)
                .where(MemberRow.user_id == self.asker.user, CaseRow.deleted.is_not(None))
                .order_by(CaseRow.deleted.desc(), CaseRow.id)
            ).all()
        return [Kept(row.id, row.text, row.name) for row in rows]

    def restore(self, id: str) -> str:
        """Put a case back on the shelf; its id."""
        self._may_change()
        with self.team.begin() as connection:
            row = self._here(connection, id, lock=True, aside=True)
            self._aside(connection, row, "case-restored", None)
        return id

    def _aside(self, connection: Connection, row: Case, action: str, when: object) -> None:
        connection.execute(update(CaseRow).where(CaseRow.id == row.id).values(deleted=when))
        log.add(connection, self.asker.by, action, matter=row.matter_id, case=row.id)

    def can(self, id: str) -> tuple[bool, bool]:
        with self.team.begin() as connection:
            self._here(connection, id)
            sides = connection.execute(
                select(EarlierRow.side).where(EarlierRow.case_id == id).distinct()
            ).scalars().all()  # fmt: skip
        return "history" in sides, "undone" in sides

    def draft(self, id: str) -> tuple[str, str] | None:
        with self.team.begin() as connection:
            self._here(connection, id)
            row = connection.execute(
                select(DraftRow.text, DraftRow.base).where(
                    DraftRow.case_id == id, DraftRow.user_id == self.asker.user
                )
            ).first()
        return (row.text, row.base) if row else None

    def keep_draft(self, id: str, text: str, base: str) -> None:
        self._may_change()
        begun_from(base)
        values = {"text": _storable(text), "base": base}
        with self.team.begin() as connection:
            self._here(connection, id)
            connection.execute(
                put(DraftRow)
                .values(case_id=id, user_id=self.asker.user, **values)
                .on_conflict_do_update(index_elements=["case_id", "user_id"], set_=values)
            )

    def drop_draft(self, id: str) -> None:
        self._may_change()
        with self.team.begin() as connection:
            self._here(connection, id)
            self._drop(connection, id)

    def _drop(self, connection: Connection, id: str) -> None:
        connection.execute(
            delete(DraftRow).where(DraftRow.case_id == id, DraftRow.user_id == self.asker.user)
        )

    def _may_change(self) -> None:
        if not self.asker.may_change:
            raise Refused("A reader may not change cases.", expected="the role of an editor")

    def _here(
        self, connection: Connection, id: str, *, lock: bool = False, aside: bool = False
    ) -> Case:
        row = self._seen(connection, id, lock=lock, aside=aside)
        if row is None:
            raise _not_here(id)
        return row

    def _seen(
        self, connection: Connection, id: str, *, lock: bool = False, aside: bool = False
    ) -> Case | None:
        """A case of a matter of whoever asks, or, ``aside``, one that was deleted; or None."""
        if not _ID.fullmatch(id):
            return None
        found = (
            select(CaseRow.id, CaseRow.matter_id, CaseRow.name, CaseRow.text)
            .join(MemberRow, MemberRow.matter_id == CaseRow.matter_id)
            .where(CaseRow.id == id, MemberRow.user_id == self.asker.user)
            .where(CaseRow.deleted.is_not(None) if aside else CaseRow.deleted.is_(None))
        )
        row = connection.execute(found.with_for_update(of=CaseRow) if lock else found).first()
        return Case(*row) if row else None


def _not_here(id: str) -> NotHere:
    return NotHere("There is no case of this id.", found=id[:80])


def _push(connection: Connection, id: str, side: str, text: str) -> None:
    """Keep a text that is replaced, and no more of them than are kept."""
    mine = (EarlierRow.case_id == id) & (EarlierRow.side == side)
    last = connection.execute(select(func.max(EarlierRow.number)).where(mine)).scalar() or 0
    connection.execute(insert(EarlierRow).values(case_id=id, side=side, number=last + 1, text=text))
    kept = select(EarlierRow.number).where(mine).order_by(EarlierRow.number.desc()).limit(KEPT)
    connection.execute(delete(EarlierRow).where(mine, EarlierRow.number.not_in(kept)))


def _storable(text: str) -> str:
    if "\0" in text:
        raise FileFault("The text holds a character that no text has.", found="U+0000")
    return text
