"""The practice Xero's own pages: with plain requests, and in a real browser with keys alone where there is one.

The browser is Debian's Chromium, driven by selenium; without it those tests are skipped.
"""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.practice.conftest import UK
from tests.practice.practice_process import SCOPES, PracticeProcess, SignedIn, authorise_link
from tests.practice.practice_records import again, invoice, made


def page(xero: PracticeProcess, path: str) -> str:
    answer = xero.http.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def do(xero: PracticeProcess, name: str, /, **form: str) -> str:
    answer = xero.http.post(f"/practice/do/{name}", data={"page": "/", **form})
    assert answer.status_code == 303, answer.text
    return page(xero, answer.headers["location"])


def test_every_page_shows_itself_and_says_that_this_is_practice(me: SignedIn) -> None:
    made(me, "Invoices", invoice(InvoiceNumber="A"))
    me.xero.admin("pay", {"invoice_number": "A", "amount": 5})
    for path in ("/", "/practice/bookkeeper", "/practice/switches", "/practice/calls", "/?organisation=nonsense"):
        text = page(me.xero, path)
        assert "Practice Xero – nothing here is real money" in text
        assert "<h1" in text


def test_names_and_references_are_shown_as_text_never_as_markup(me: SignedIn) -> None:
    evil = 'Tom &amp; <img src=x onerror="alert(1)">'
    made(me, "Invoices", invoice(InvoiceNumber="<b>A</b>", Contact={"Name": "Tom &amp; Co"}))
    me.xero.admin("pay", {"invoice_number": "<b>A</b>", "amount": 5, "reference": evil})
    me.call("GET", "Invoices", where=evil)
    for path in ("/", "/practice/calls", f"/?find={evil}", f"/?said={evil}&wrong={evil}"):
        text = me.xero.http.get(path).text
        assert "<img src=x" not in text
        assert "<b>A" not in text


def test_the_bank_page_pays_unpays_and_says_what_is_wrong(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(InvoiceNumber="A"))
    assert "20.00 was paid on A; 100.00 is left." in do(
        me.xero, "pay", invoice_id=one["InvoiceID"], invoice_number="A", amount="20"
    )
    assert "exceeds the amount outstanding" in do(me.xero, "pay", invoice_number="A", amount="1000")
    assert "is no amount" in do(me.xero, "pay", invoice_number="A", amount="lots")
    paid = me.ok("GET", "Payments")["Payments"][0]["PaymentID"]
    assert "was taken away; 120.00 is open again" in do(me.xero, "delete-payment", payment_id=paid)
    assert "The line was matched" in do(
        me.xero, "statement-line", how="overpaid", invoice_number="A", amount="150", invoice_numbers=""
    )
    assert again(me, "Invoices", one)["Status"] == "PAID"
    assert "There is nothing called nonsense" in do(me.xero, "nonsense")


def test_the_bookkeeper_page_changes_renames_locks_disconnects_and_resets(me: SignedIn) -> None:
    made(me, "Invoices", invoice(InvoiceNumber="A"))
    empty = {"due_date": "", "account_code": "", "amount": "", "reference": ""}
    said = do(me.xero, "edit-invoice", invoice_number="A", **{**empty, "amount": "10"})
    assert "Invoice A is now authorised, 12.00 in all." in said
    do(me.xero, "rename-contact", name="Acme Ltd", new_name="Acme Limited")
    assert me.ok("GET", "Contacts")["Contacts"][0]["Name"] == "Acme Limited"
    do(me.xero, "lock-period", period_lock_date="2026-12-31", end_of_year_lock_date="")
    assert "lock date" in do(me.xero, "void", invoice_number="A")
    do(me.xero, "lock-period", period_lock_date="", end_of_year_lock_date="")
    assert "Invoice A is now voided" in do(me.xero, "void", invoice_number="A")
    do(me.xero, "reset", sure="yes")
    assert me.ok("GET", "Invoices")["Invoices"] == []
    assert "disconnected" in do(me.xero, "disconnect")
    assert me.call("GET", "Invoices").status_code == 403


def test_faults_and_the_clock_are_switched_on_the_page(me: SignedIn) -> None:
    said = do(
        me.xero, "fault", fault="status", when="before", method="GET", path="", times="1", seconds="2", status="503"
    )
    assert "The next call will meet" in said
    assert "500, 502, 503 or 504, before" in page(me.xero, "/practice/switches")
    assert [me.call("GET", "Organisation").status_code for _ in range(2)] == [503, 200]
    do(me.xero, "fault", fault="reset", when="after")
    do(me.xero, "no-faults")
    assert me.xero.admin("faults") == []
    before = me.xero.admin("clock")["now"]
    do(me.xero, "advance", seconds="86400")
    assert me.xero.admin("clock")["now"][:10] > before[:10]


def test_going_back_to_another_site_is_not_possible(xero: PracticeProcess) -> None:
    for wanted in ("https://elsewhere.example/", "//elsewhere.example/"):
        answer = xero.http.post("/practice/do/no-faults", data={"page": wanted})
        assert answer.headers["location"].startswith("/?")


# --- in a real browser ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Debian's Chromium without a window."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("Chromium and its driver are not installed")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    profile = tmp_path_factory.mktemp("chromium")
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--user-data-dir={profile}"):
        options.add_argument(word)
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    found.set_page_load_timeout(60)
    yield found
    found.quit()


def press(browser: Any, *keys: str) -> None:
    """Presses keys on whatever has the focus."""
    from selenium.webdriver import ActionChains

    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def tab_to(browser: Any, element_id: str) -> None:
    """Presses Tab until that element has the focus; fails when Tab never gets there."""
    from selenium.webdriver import Keys

    for _ in range(120):
        if browser.switch_to.active_element.get_attribute("id") == element_id:
            return
        press(browser, Keys.TAB)
    pytest.fail(f"Tab never reaches {element_id}")


def wait_for(browser: Any, element_id: str, words: str) -> None:
    """Waits until the page that loads says this; the element of the page before may vanish meanwhile."""
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    def says(driver: Any) -> bool:
        return any(words in found.text for found in driver.find_elements("id", element_id))

    WebDriverWait(browser, 20, 0.05, [StaleElementReferenceException]).until(says, words)


@pytest.mark.real_desktop
def test_with_keys_alone_the_bank_is_found_and_an_invoice_is_part_paid(browser: Any, me: SignedIn) -> None:
    from selenium.webdriver import Keys

    one = made(me, "Invoices", invoice(InvoiceNumber="A-1", Contact={"Name": "Café & Söhne"}))
    browser.get(me.xero.address)
    assert browser.title == "Bank – Practice Xero"
    tab_to(browser, "amount-A-1")
    press(browser, "20.50")  # Tab selects what was there
    tab_to(browser, "pay-A-1")
    press(browser, Keys.ENTER)
    wait_for(browser, "said", "20.50 was paid on A-1; 99.50 is left.")
    assert again(me, "Invoices", one)["AmountDue"] == 99.5
    payment_id = again(me, "Invoices", one)["Payments"][0]["PaymentID"]
    tab_to(browser, f"delete-{payment_id}")
    press(browser, Keys.SPACE)
    wait_for(browser, "said", "120.00 is open again")
    tab_to(browser, "line-amount")
    press(browser, "0.01")
    tab_to(browser, "line-invoice")
    press(browser, "A-1")
    tab_to(browser, "match")
    press(browser, Keys.ENTER)
    wait_for(browser, "wrong", "is not what is open")


@pytest.mark.real_desktop
def test_with_keys_alone_another_person_voids_an_invoice(browser: Any, me: SignedIn) -> None:
    from selenium.webdriver import Keys

    one = made(me, "Invoices", invoice(InvoiceNumber="A-1"))
    browser.get(f"{me.xero.address}/practice/bookkeeper")
    tab_to(browser, "void-number")
    press(browser, "A-1", Keys.ENTER)
    wait_for(browser, "said", "Invoice A-1 is now voided")
    assert again(me, "Invoices", one)["Status"] == "VOIDED"


@pytest.mark.real_desktop
def test_consent_is_given_with_keys_alone_and_every_control_has_a_name(browser: Any, xero: PracticeProcess) -> None:
    from selenium.webdriver import Keys
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    link = authorise_link(xero.address, xero.client_id, SCOPES, "c" * 43, state="st&ate")
    browser.get(link)
    assert browser.switch_to.active_element.get_attribute("id") == "organisation"
    press(browser, "Kow")
    tab_to(browser, "allow")
    press(browser, Keys.ENTER)
    # Nobody listens there: what counts is where the browser was sent.
    WebDriverWait(browser, 20).until(
        lambda driver: driver.current_url.startswith("http://localhost:8745/callback?code=")
    )
    assert "state=st%26ate" in browser.current_url
    for path in ("", "practice/bookkeeper", "practice/switches", "practice/calls"):
        browser.get(f"{xero.address}/{path}")
        for control in browser.find_elements(By.CSS_SELECTOR, "input:not([type=hidden]), select, button"):
            assert not control.is_displayed() or control.accessible_name.strip(), control.get_attribute("outerHTML")
        wide = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
    assert UK in browser.page_source.replace("&amp;", "&")
