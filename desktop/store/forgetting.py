"""Everything local about one pair goes, and nothing else does (R23)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from desktop.store.connection import Database

_BY_UID = ("series", "meetings", "marks", "corrections", "declined", "called_off")
_BY_MENTORSHIP = ("told", "not_now", "shown", "takeaways", "jottings", "sheets", "recounted")


def forget(database: Database, mentorships: Collection[str], uids: Collection[str], addresses: Collection[str]) -> int:
    """Delete in one transaction what hangs on these mentorship ids, UIDs and addresses; gives the number of rows.

    `addresses` are those that no other mentorship has: what was said about them as people goes too.
    """
    gone = 0
    with database.transaction():
        for table in _BY_UID:
            gone += _delete(database, table, "uid", uids)
        for table in _BY_MENTORSHIP:
            gone += _delete(database, table, "mentorship", mentorships)
        for mentorship in mentorships:  # what was said of several named how many: it is not true of the others alone
            gone += database.run(
                "DELETE FROM lately WHERE identity IN (SELECT identity FROM lately_about WHERE mentorship = ?)",
                (mentorship,),
            )
        for uid in uids:  # an exception need not name its series by more than its id
            gone += database.run(
                "DELETE FROM held WHERE uid = ? OR (account, calendar, parent) IN "
                "(SELECT account, calendar, id FROM held WHERE uid = ?)",
                (uid, uid),
            )
        gone += _delete(database, "absences", "whose", mentorships)
        gone += _delete(database, "plans", "mentorship", mentorships)
        gone += _delete(database, "plans", "uid", uids)
        for thing in {*mentorships, *uids, *addresses}:
            gone += database.run(
                "DELETE FROM answers WHERE question IN (SELECT question FROM answers_about WHERE about = ?)", (thing,)
            )
        for column in ("first", "second"):
            gone += _delete(database, "person_pairs", column, [address.lower() for address in addresses])
    return gone


def _delete(database: Database, table: str, column: str, values: Iterable[str]) -> int:
    return sum(database.run(f"DELETE FROM {table} WHERE {column} = ?", (value,)) for value in values)
