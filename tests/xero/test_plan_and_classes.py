"""What the plan allows, and on which accounts a tax rate may be, read from Xero's JSON."""

import json

import pytest

from safe_desktop.xero.wire_reading import NotXeros, read_actions, read_organisation, read_tax_rates


def test_only_what_is_allowed_by_name_counts_as_allowed() -> None:
    actions = [
        {"Name": "CreateDraftInvoice", "Status": "ALLOWED"},
        {"Name": "CreateApprovedInvoice", "Status": "NOT-ALLOWED"},
        {"Name": "UseMulticurrency", "Status": None},
        {"Status": "ALLOWED"},
    ]
    assert read_actions(json.dumps({"Actions": actions}).encode()) == {"CreateDraftInvoice"}
    with pytest.raises(NotXeros):
        read_actions(b'{"Organisations": []}')


def test_a_tax_rate_is_for_the_classes_that_xero_names() -> None:
    flags = {"CanApplyToAssets": True, "CanApplyToLiabilities": True, "CanApplyToRevenue": True}
    raw = {"TaxType": "OUTPUT2", "Name": "20%", "EffectiveRate": 20.0, "Status": "ACTIVE", "CanApplyToExpenses": False}
    (rate,) = read_tax_rates(json.dumps({"TaxRates": [raw | flags]}).encode())
    assert rate.account_classes == {"ASSET", "LIABILITY", "REVENUE"}
    assert rate.for_revenue


def test_plan_and_edition_are_read_with_the_organisation() -> None:
    raw = {
        "OrganisationID": "4ba5e0a4-9d4e-4b8b-9ef4-0b6dc1e2a111",
        "Name": "Fernhill",
        "BaseCurrency": "GBP",
        "Edition": "PARTNER",
        "Class": "STARTER",
    }
    found = read_organisation(json.dumps({"Organisations": [raw]}).encode())
    assert (found.edition, found.plan) == ("PARTNER", "STARTER")
