"""What Xero says when it refuses a customer or a document, and what that means for a bookkeeper (xero-api.md 4, 5).

A table and nothing else: pattern, cause, field of ours to mend, remedy. `refusal_words` looks it up. The first pattern
that is found in a message counts; what is in round brackets in the pattern may be named in the cause as {0}, {1}.
"""

Known = tuple[str, str, str, str]

_RETRY = "then press Retry"
_SHORTER = f"Make it shorter, {_RETRY}."
_TOO_LONG = r"the {} field may not be longer than (\d+)"


def _too_long(field_in_xero: str, words: str, field: str) -> Known:
    return (
        _TOO_LONG.format(field_in_xero),
        f"{words} is longer than the {{0}} characters that Xero takes",
        field,
        _SHORTER,
    )


CUSTOMERS: tuple[Known, ...] = (
    (
        r"contact name (.+?) is already assigned",
        "Xero already has a contact named “{0}”",
        "name",
        "Link the customer with that contact at the Desk, or give it another name.",
    ),
    (
        r"account number already exists|account number must be unique",
        "Another contact in Xero has this account number",
        "code",
        f"Give the customer another code, {_RETRY}.",
    ),
    (
        r"contact ?number (already|must be unique|is already)",
        "Another contact in Xero has this customer code",
        "code",
        "Give the customer another code, or clear it.",
    ),
    (
        r"matched an archived contact|archived contacts cannot",
        "Its contact is archived in Xero, and Xero changes no archived contact",
        "customer",
        f"Restore the contact in Xero (Contacts, Archived), {_RETRY}.",
    ),
    (
        r"must be un-?archived|contact .{0,60}has been archived|archived contact",
        "Its customer is archived in Xero",
        "customer",
        f"Restore the contact in Xero (Contacts, Archived), {_RETRY}.",
    ),
    (
        r"gdpr",
        "The customer’s data was removed in Xero on request",
        "customer",
        "Choose another customer; this one can no longer be used in Xero.",
    ),
    (r"e-?mail ?address must be valid|valid e-?mail", "Xero does not take this e-mail address", "email", "Correct it."),
    (r"name cannot contain|name .{0,30}(<|&lt;)", "Xero takes no < or > in a name", "name", "Change the name."),
    (r"contact name must be specified|name is required", "The customer has no name", "name", "Give it one."),
    (
        r"contact must contain at least 1|contact must be specified",
        "Xero could not tell which customer is meant",
        "customer",
        f"Choose the customer again, {_RETRY}.",
    ),
    (
        r"contact with (?:the )?(?:specified )?contactid .{0,60}could not be found|contact .{0,40}does not exist",
        "Xero no longer has this customer’s contact",
        "customer",
        "Look the customer up in Xero: it may have been merged with another. Press Sync now, then Retry.",
    ),
    (r"country field may contain letters", "Xero takes letters only in the country", "address", "Correct the country."),
    (r"address ?type", "Xero does not take this kind of address", "address", "Correct the address."),
    _too_long("name", "The name", "name"),
    _too_long("contactnumber", "The customer code", "code"),
    _too_long("emailaddress", "The e-mail address", "email"),
    _too_long("taxnumber", "The VAT number", "vat_number"),
    _too_long(r"phone\w*", "The phone number", "phone"),
    _too_long(r"(?:addressline\d|city|region|postalcode|country|attentionto)", "A part of the address", "address"),
)

DOCUMENTS: tuple[Known, ...] = (
    (
        r"credit ?note (?:#|number) must be unique",
        "Xero already has a credit note of this number",
        "number",
        "Give the credit note another number, or link it at the Desk.",
    ),
    (
        r"(?:invoice )?(?:#|number) must be unique",
        "Xero already has a document of this number",
        "number",
        "Give the document another number, or link it at the Desk.",
    ),
    (
        r"number may contain printable|number .{0,30}invalid character",
        "Xero takes plain letters, digits and signs only in a number",
        "number",
        "Change the number.",
    ),
    _too_long("(?:invoicenumber|creditnotenumber)", "The number", "number"),
    (
        r"due ?date field must be specified|due ?date (?:is required|must be specified)",
        "It has no due date",
        "due_on",
        "Give it a due date.",
    ),
    (r"due ?date .{0,40}(?:before|earlier|prior)", "It is due before it is issued", "due_on", "Correct the due date."),
    (
        r"period lock date, currently set at ([\w ,/.-]*\w)",
        "It is dated in a period that is locked in Xero until {0}",
        "date",
        "Give it a later date, or have the lock date moved in Xero (Accounting, Advanced, Set lock dates).",
    ),
    (
        r"end of (?:financial )?year lock date, currently set at ([\w ,/.-]*\w)",
        "It is dated in a financial year that is closed in Xero until {0}",
        "date",
        "Give it a later date: a closed year is not changed.",
    ),
    (r"lock date", "It is dated in a period that is locked in Xero", "date", "Give it a later date."),
    (r"(?:document )?date field must be specified", "It has no date", "date", "Give it a date."),
    (
        r"one or more line items must be specified|at least one line",
        "It has no lines",
        "lines",
        "Add a line, or mark it Do not send.",
    ),
    (
        r"description is required|description .{0,20}must be specified",
        "A line has no description",
        "description",
        "Add it.",
    ),
    _too_long("description", "The description of a line", "description"),
    (
        r"account code '+ *'+ is not a valid|account ?code .{0,10}must be specified",
        "A line has no account",
        "account_code",
        "Give the line an account, or choose the sales account in Settings.",
    ),
    (
        r"account code '*([^']+?)'* has been archived",
        "Account {0} is archived or deleted in Xero",
        "account_code",
        "Choose another account for its lines, or restore this one in Xero.",
    ),
    (
        r"account code '*([^']+?)'* is not a valid code",
        "Account {0} cannot be used on a sales document",
        "account_code",
        "Choose an income account of Xero’s chart for its lines.",
    ),
    (
        r"account code '*([^']+?)'* has been removed",
        "Xero has no account {0}",
        "account_code",
        "Choose an account that is in Xero’s chart.",
    ),
    (
        r"account code is too long",
        "An account code is longer than the 10 characters that Xero takes",
        "account_code",
        "Choose an account that is in Xero’s chart.",
    ),
    (
        r"taxtype code '*([^']+?)'* cannot be used with account code '*([^']*?)'*(?:\.|$)",
        "Xero’s tax rate {0} cannot be used on account {1}",
        "vat_code",
        "Choose another VAT code or another account for the line.",
    ),
    (
        r"taxtype code '*([^']+?)'* (?:does not exist|cannot be used)",
        "Xero’s tax rate {0} does not exist or is no longer in use",
        "vat_code",
        "Give the VAT code another tax rate of Xero’s in Settings.",
    ),
    (
        r"error converting value .{0,80}tax ?type",
        "Xero does not know the tax rate",
        "vat_code",
        "Give the VAT code a tax rate of Xero’s in Settings.",
    ),
    (
        r"tax amount .{0,60}(?:too far|does not match|not equal)",
        "The VAT of a line is not what Xero computes",
        "vat_code",
        "Check the VAT code and its rate.",
    ),
    (
        r"line total (\S+) does not match the expected line total (\S+?)\.?$",
        "A line comes to {0} here and to {1} in Xero",
        "lines",
        "Check quantity, price and discount of the lines.",
    ),
    (r"line amount is too large", "The amount of a line is larger than Xero takes", "lines", "Divide it into lines."),
    (
        r"discounts? can be used on|discount .{0,30}not (?:allowed|supported)",
        "Xero takes no discount here",
        "discount",
        "Put the discount into the price.",
    ),
    (r"discount must not be greater", "The discount of a line is more than the line", "discount", "Correct it."),
    _too_long("quantity", "The quantity of a line", "quantity"),
    _too_long("reference", "The reference", "reference"),
    (
        r"total does not equal the sum",
        "The total is not the sum of the lines",
        "lines",
        "Check the lines; if they are right, send the report of this run to support.",
    ),
    (r"total cannot be negative|negative total", "Its total is negative", "lines", "Make it a credit note instead."),
    (
        r"not subscribed to currency (\w+)",
        "The organisation does not use the currency {0}",
        "currency",
        "Add the currency in Xero (Settings, Currencies), or write the document in the organisation’s currency.",
    ),
    (
        r"(?:reached the )?limit of (?:invoices|bills|documents|sales invoices) you can approve|plan limit",
        "The organisation’s Xero plan takes no more approved documents this month",
        "approve_on_send",
        "Wait for next month or change the plan in Xero; as drafts they can be sent at once (Settings).",
    ),
    (r"not of valid status for creation", "Xero takes no new document in this state", "status", "Approve it first."),
    (
        r"must supply a lineitemid",
        "It is paid or credited at least in part in Xero, so its lines stand there as they are",
        "lines",
        "Take the payment back first, or take over what Xero has.",
    ),
    (
        r"has a payment or credit note allocated",
        "It is paid or credited at least in part in Xero, so its amounts stand there as they are",
        "lines",
        "Take the payment or credit back first, or take over what Xero has.",
    ),
    (
        r"cannot be applied to the .{0,30}because it has payments",
        "It has payments or credit notes in Xero, so Xero does not void it",
        "status",
        "Take the payments and credit notes back first.",
    ),
    (r"type of an? .{0,20}cannot be changed", "An invoice cannot become a credit note", "kind", "Make a new document."),
    (r"item code '?([^']*?)'? is not valid", "Xero has no item {0}", "lines", "Leave the item out of the line."),
    (r"price list item", "Xero already has an item of this code", "lines", "Leave the item out of the line."),
    (
        r"tracking (?:category|option) '?([^']*?)'? (?:does not exist|is not active|could not)",
        "Xero’s tracking “{0}” does not exist or is not active",
        "lines",
        "Have it made active in Xero.",
    ),
)
