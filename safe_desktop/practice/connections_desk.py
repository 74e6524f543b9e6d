"""`/connections`: what a token may reach, and ending one. A bare array with times of seven digits. No tenant header."""

from safe_desktop.practice.call_and_answer import Answer, Call, json_answer, not_found
from safe_desktop.practice.issued_tokens import Bearer
from safe_desktop.practice.practice_state import State
from safe_desktop.practice.wire_dates import moment_seven_digits


def list_connections(state: State, bearer: Bearer, call: Call) -> Answer:
    """GET /connections, optionally of one consent only."""
    rows = state.database.execute(
        "SELECT n.id, n.auth_event_id, n.tenant_id, t.kind, t.name, n.created, n.updated FROM connections n "
        "JOIN tenants t USING (tenant_id) WHERE n.client_id=? AND n.live=1 AND (?='' OR n.auth_event_id=?) "
        "ORDER BY n.updated DESC, n.id",
        (bearer.client_id, *[call.query.get("autheventid", "").lower()] * 2),
    ).fetchall()
    return json_answer(
        200,
        [
            {
                "id": row[0],
                "authEventId": row[1],
                "tenantId": row[2],
                "tenantType": row[3],
                "tenantName": row[4],
                "createdDateUtc": moment_seven_digits(row[5]),
                "updatedDateUtc": moment_seven_digits(row[6]),
            }
            for row in rows
        ],
    )


def delete_connection(state: State, bearer: Bearer, connection_id: str) -> Answer:
    """DELETE /connections/{id}: takes the connection's id, not the organisation's."""
    with state.writing():
        ended = state.database.execute(
            "UPDATE connections SET live=0 WHERE id=? AND client_id=? AND live=1",
            (connection_id.lower(), bearer.client_id),
        ).rowcount
        if ended and not _any_left(state, bearer):
            # With its last connection gone the grant cannot be refreshed any more.
            state.database.execute("DELETE FROM refresh_tokens WHERE grant_id=?", (bearer.grant_id,))
    return Answer(204) if ended else not_found()


def _any_left(state: State, bearer: Bearer) -> bool:
    sql = "SELECT 1 FROM connections WHERE client_id=? AND live=1"
    return state.database.execute(sql, (bearer.client_id,)).fetchone() is not None


def is_connected(state: State, bearer: Bearer, tenant_id: str) -> bool:
    """Whether the token may reach this organisation."""
    return bool(
        state.database.execute(
            "SELECT 1 FROM connections n JOIN tenants t USING (tenant_id) "
            "WHERE n.client_id=? AND n.tenant_id=? AND n.live=1 AND t.kind='ORGANISATION'",
            (bearer.client_id, tenant_id),
        ).fetchone()
    )
