"""The figures that a matcher must reach, on the shared labelled cases; skipped where they are not there."""

import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from safe_desktop.domain.matching.matcher import match
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal
from tests.bench.match_cases import situation
from tests.domain.test_matching_claims import check_claims

CASES = Path(__file__).resolve().parents[3] / "shared" / "matching" / "cases"
MUST_ACT = ("allocate", "duplicate", "reverse")


def same(proposal: Proposal, truth: dict[str, object]) -> bool:
    """Whether the proposal is the true act, in every document and to the penny."""
    if proposal.act.value != truth["action"]:
        return False
    if proposal.act is Act.ALLOCATE:
        found = sorted([share.document_key, share.minor] for share in proposal.shares)
        accepted = truth["acceptable"]
        assert isinstance(accepted, list)
        return found == truth["allocations"] or found in accepted
    keys = proposal.duplicate_of or proposal.reverses
    wanted = truth["duplicate_of"] or truth["reverses"]
    assert isinstance(wanted, list)
    return sorted(keys) == sorted(wanted)


def figures(folder: Path) -> Counter[str]:
    """What the matcher makes of one set of cases."""
    facts = situation(folder / "input")
    verdicts = match(facts)
    check_claims(facts, verdicts)
    count: Counter[str] = Counter()
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    for verdict, line in zip(verdicts, lines, strict=True):
        truth = json.loads(line)
        if truth["expected"] == "skip":
            continue
        must = truth["expected"] in MUST_ACT
        count["must"] += must
        if verdict.decision is Decision.AUTOMATIC and verdict.best is not None:
            right = same(verdict.best, truth) and (must or truth["expected"] == "either")
            count["acts"] += 1
            count["wrong"] += not right
            count["covered"] += must and right
        elif truth["action"] in MUST_ACT:
            hits = [same(one, truth) for one in verdict.proposals[:3]]
            count["asked"] += 1
            count["first"] += hits[:1] == [True]
            count["among three"] += any(hits)
    return count


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize(("level", "covers"), [("easy", 0.98), ("medium", 0.95), ("hard", 0.91)])
def test_on_the_shared_cases_hardly_any_act_is_wrong_and_nearly_all_is_settled(
    level: str, covers: float, tmp_path: Path
) -> None:
    count: Counter[str] = Counter()
    for name in (f"1k-{level}-1", f"1k-{level}-2"):
        with tarfile.open(CASES / f"{name}.tar.xz") as packed:
            packed.extractall(tmp_path, filter="data")
        count += figures(tmp_path / name)
    assert count["wrong"] <= 0.001 * count["acts"], count
    assert count["covered"] >= covers * count["must"], count
    assert count["first"] >= 0.7 * count["asked"], count
    assert count["among three"] >= 0.9 * count["asked"], count
