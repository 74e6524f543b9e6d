"""How much slower the program asks by itself while few of the day's calls are left (xero-api.md 9.2). Pure.

With plenty left it asks at its own pace; below two fifths ever more slowly, down to the share that is kept for people,
where it stops (that is `xero.limits`).
"""

_PLENTY = 0.4
_SLOWEST = 4.0


def slowing(calls_left: int | None, day_limit: int | None, reserve: int) -> float:
    """By what its own waits are to be multiplied: 1 while plenty is left, 4 at the `reserve` (per cent of the day)."""
    if calls_left is None or not day_limit:
        return 1.0
    share, kept = calls_left / day_limit, reserve / 100
    if share >= _PLENTY or kept >= _PLENTY:
        return 1.0
    used_up = min(1.0, (_PLENTY - share) / (_PLENTY - kept))
    return 1.0 + (_SLOWEST - 1.0) * used_up
