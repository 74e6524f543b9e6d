"""Xero's official SDK for Node against the practice Xero, unchanged but for the hosts; skipped where it is missing."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.practice.conftest import UK
from tests.practice.practice_process import ROOT, PracticeProcess


def test_the_official_node_sdk_makes_pays_unpays_and_refreshes(xero: PracticeProcess) -> None:
    node = shutil.which("node")
    if (
        node is None
        or subprocess.run(
            [node, "-e", "require.resolve('xero-node')"], capture_output=True, cwd=ROOT, check=False
        ).returncode
    ):
        pytest.skip("Node with xero-node is not on this machine")
    me = xero.sign_in(UK)
    script = Path(__file__).with_name("node_client.js")
    words = (xero.address, me.tenant, me.tokens["access_token"], me.tokens["refresh_token"], xero.client_id)
    ended = subprocess.run(
        [node, str(script), *words], capture_output=True, text=True, cwd=ROOT, timeout=100, check=False
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert json.loads(ended.stdout) == {
        "tenants": [me.tenant],
        "organisation": UK,
        "accounts": len(me.ok("GET", "Accounts")["Accounts"]),
        "contacts": ["OK", "OK", "ERROR"],
        "invoices": ["OK", "OK", "ERROR"],
        "listed": [["N-1", 120, 1], ["N-2", 120, 1]],
        "sameKey": True,
        "due": 100,
        "open": 120,
        "refused": 400,
        "missing": 404,
        "refreshed": True,
    }
