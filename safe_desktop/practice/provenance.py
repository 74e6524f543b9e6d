"""Where each of the 82 behaviours of the practice Xero is known from, for the first run against a real Demo Company.

documented: Xero says so. observed: others saw it on live Xero. assumed: nobody has proved it, so a knob has both ways
wherever it matters. Knows no behaviour itself.
"""

from dataclasses import dataclass

from safe_desktop.practice.knobs import KNOBS

_TABLE = """
1|documented|the authorise page checks everything and never redirects a wrong request
2|documented|registration refuses loopback numbers, own schemes and wildcards, and takes up to 50 addresses
3|documented|broad and unknown scopes are refused; a legacy app may have broad ones
4|documented|state comes back unchanged; a cancelled consent says access_denied
5|documented|a code is good once, for five minutes, for its app, address and challenge
6|documented|the token reply, its lives and claims
7|documented|refresh rotates; the token before is good for 30 minutes; 60 idle days end it
8|documented|an app without a secret refreshes without one
9|documented|revocation ends the grant and its connections, and always answers 200
10|documented|connections are a bare array with seven digits, filtered by authEventId; ended by their own id
11|documented|the user picks one organisation; consenting again keeps the connection
12|documented|five connections, two uncertified apps for each organisation
13|assumed|disconnected by the user inside Xero
14|observed|no token, a garbled one, an expired one
15|documented|a missing scope is a 401 that says so
16|observed|a missing or foreign organisation is a 403
17|documented|limits and the headers that tell what is left
18|observed|the empty 429, its header and its time to wait
19|assumed|fixed or rolling windows
20|documented|XML unless JSON was asked for
21|observed|404 is HTML; faults before and after the effect
22|observed|every answer has a correlation id
23|documented|maintenance and one organisation offline
24|documented|the envelope and when it has a pagination
25|documented|dates out and in
26|documented|a left-out date is today where the organisation is
27|documented|names in any case, bare or wrapped, wrong types are error 14
28|documented|page sizes, pages beyond the end, what unpaged lists leave out
29|documented|default order by last change, worked out anew for each call
30|documented|the where language and its errors
31|documented|order and the other filters
32|assumed|If-Modified-Since and its blind spots
33|documented|too many rows are refused
34|observed|PUT creates, POST updates by id or natural key without a word
35|observed|an unknown id is a 404 for all, a malformed one a 500
36|observed|summarizeErrors
37|documented|one account, one rate, one payment
38|documented|Idempotency-Key
39|assumed|the largest request
40|documented|null lists inside documents are empty ones
41|observed|contact names
42|documented|contact numbers, account numbers, lengths, people, e-mail
43|observed|patches, slots of phones and addresses
44|observed|archived contacts
45|documented|balances and flags that do not move the time of change
46|documented|merged contacts
47|documented|the contact inside an invoice
48|documented|CIS settings
49|observed|the status machine
50|observed|what each status requires
51|documented|invoice numbers
52|documented|reference, lengths, url, sent
53|documented|line ids
54|documented|the arithmetic
55|documented|given tax and given totals
56|documented|tax rates and the accounts they may sit on
57|documented|what is due, paid and credited
58|documented|what may still be edited
59|observed|void and delete
60|observed|lock dates
61|observed|currencies
62|observed|the plan's limit and Organisation/Actions
63|documented|tracking
64|documented|online invoice, e-mail, history, attachments
65|documented|credit notes
66|documented|what a payment needs
67|documented|the three shapes of a payment
68|observed|deleting a payment
69|assumed|payments and their documents change together; deleted ones are listed
70|documented|refunds and payment types
71|documented|batch payments
72|documented|overpayments and prepayments are made at the bank
73|assumed|allocations
74|assumed|two equal payments are both accepted
75|assumed|statement lines matched in every way
76|assumed|what another person does in Xero
77|documented|organisation, accounts and reports from one ledger
78|documented|no VAT return for the UK
79|assumed|what is not modelled answers 501 and is reported
80|assumed|the request log and its remarks
81|assumed|the same seed gives the same, a restart keeps everything
82|assumed|this table
"""


@dataclass(frozen=True)
class Behaviour:
    """One numbered behaviour: what it is, where it is known from, the knobs that turn it."""

    number: int
    provenance: str
    title: str
    knobs: tuple[str, ...]


def _read(line: str) -> Behaviour:
    number, provenance, title = line.split("|")
    knobs = tuple(name for name, knob in KNOBS.items() if knob.point == int(number))
    return Behaviour(int(number), provenance, title, knobs)


BEHAVIOURS = {behaviour.number: behaviour for behaviour in map(_read, _TABLE.strip().splitlines())}
