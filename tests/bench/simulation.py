"""Lives through any number of seeds of the simulated sync and prints what happened and what went wrong.

    python tests/bench/simulation.py --seeds 1000            # seeds 1 to 1000
    python tests/bench/simulation.py --seed 4711 --trace     # one of them, line by line

A program, not a test. Nothing may be lost, doubled or half-applied.
"""

import argparse
import logging
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.simulation.life import Climate, Figures
from tests.simulation.made_lives import lived
from tests.simulation.weather import Stroke

_AFTER_SO_MANY = 50
_MOST_SECONDS = 60.0
"""A life takes well under one."""


def main() -> int:
    """0 when every life ended well."""
    options = _options()
    logging.disable(logging.CRITICAL)  # ten thousand broken connections are what this is about
    first, count = (options.seed, 1) if options.seed else (options.first, options.seeds)
    begun = time.perf_counter()
    lives: list[Figures] = []
    for seed in range(first, first + count):
        figures = _lived(seed, options.steps)
        lives.append(figures)
        if options.trace:
            print("\n".join(figures.lines))
        for problem in figures.problems:
            print(f"seed {seed}: {problem}")
        if len(lives) % _AFTER_SO_MANY == 0:
            _tell(lives, time.perf_counter() - begun)
    _tell(lives, time.perf_counter() - begun)
    struck = sum((one.struck for one in lives), Counter[Stroke]())
    print("  ".join(f"{stroke}: {struck[stroke]:,}" for stroke in Stroke if struck[stroke]))
    return 1 if any(one.problems for one in lives) else 0


class Hangs(BaseException):
    """A life that does not end; none of the program's own handlers may take it for something else."""


def _lived(seed: int, steps: int) -> Figures:
    """One life, ended where it takes far more time of the processor than any should."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise Hangs

    signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, _MOST_SECONDS)
    try:
        return lived(seed, Climate(steps=steps))
    except Hangs:
        return Figures(seed, problems=["it hangs"])
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=200, help="how many lives")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--steps", type=int, default=Climate().steps, help="how long a life is")
    parser.add_argument("--trace", action="store_true", help="print every call, deed and misfortune")
    return parser.parse_args()


def _tell(lives: list[Figures], seconds: float) -> None:
    def count(word: str) -> int:
        return sum(problem.startswith(word) for one in lives for problem in one.problems)

    print(
        f"{len(lives):,} seeds, {sum(one.calls for one in lives):,} calls, "
        f"{sum(one.writes for one in lives):,} writes, "
        f"{sum(one.faults for one in lives):,} faults, {sum(one.crashes for one in lives):,} crashes, "
        f"{sum(one.days for one in lives):,.0f} simulated days, {seconds:,.0f} s: {count('LOST')} lost, "
        f"{count('DOUBLED')} doubled, {sum(bool(one.problems) for one in lives)} lives with something wrong",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
