"""What Xero says when it refuses a payment or an allocation, or anything at all (xero-api.md 3.9, 6).

A table and nothing else, of the form described in `refused_records`. `GENERAL` is looked at only where nothing more
exact is found.
"""

from safe_desktop.domain.refused_records import Known

PAYMENTS: tuple[Known, ...] = (
    (
        r"payment amount exceeds|exceeds the amount outstanding on this document",
        "It is more than is still open on the document in Xero",
        "amount",
        "Look at its payments in Xero: one may be there twice. Correct the amount, or put the rest on account.",
    ),
    (
        r"payments can only be made against",
        "Its document is not approved in Xero, or is paid or void there",
        "document",
        "Approve the document in Xero, or choose another for the payment.",
    ),
    (
        r"account could not be found|account .{0,60}(?:not (?:valid|enabled) for payments|takes no payments)",
        "The account of its payment method does not exist in Xero or takes no payments",
        "method",
        "Choose a bank account, or one that takes payments, for the payment method in Settings.",
    ),
    (
        r"payment amount must be greater|amount .{0,20}greater than (?:zero|0)|amount must be positive",
        "The amount is not more than nothing",
        "amount",
        "Correct the amount.",
    ),
    (
        r"within a batch cannot be deleted|part of a batch",
        "In Xero the payment belongs to a batch, and cannot be taken back alone",
        "status",
        "Take the batch back in Xero; the next sync brings it in here.",
    ),
    (
        r"reconciled and cannot be deleted|has been reconciled",
        "Xero has matched the payment with the bank, so it cannot be taken back from here",
        "status",
        "Undo the match in Xero first (the bank account, Reconciled, Unreconcile).",
    ),
    (
        r"already been deleted",
        "The payment is taken back in Xero already",
        "status",
        "Press Sync now: the next sync brings that in.",
    ),
    (
        r"only status accepted",
        "Xero does not change payments",
        "amount",
        "Take the payment back and record it anew.",
    ),
    (
        r"existing invoice with the specified|invoice .{0,40}could not be found",
        "Xero no longer has the invoice",
        "document",
        "Press Sync now; if the invoice was deleted in Xero, the Desk asks what to do.",
    ),
    (
        r"existing credit ?note with the specified|credit ?note .{0,40}could not be found",
        "Xero no longer has the credit note",
        "document",
        "Press Sync now; if the credit note was deleted in Xero, the Desk asks what to do.",
    ),
    (
        r"existing (overpayment|prepayment) with the specified",
        "Xero no longer has the {0}",
        "document",
        "Press Sync now and look again.",
    ),
    (
        r"payment must name exactly one|exactly one invoice",
        "The payment is not for one document",
        "document",
        "Choose the one document that it pays.",
    ),
    (
        r"payment date .{0,40}(?:before|earlier|prior)|before the invoice date",
        "It is dated before its document",
        "date",
        "Correct the date of the payment.",
    ),
)

ALLOCATIONS: tuple[Known, ...] = (
    (
        r"exceeds the remaining credit",
        "More is set against invoices than is left of the credit note in Xero",
        "amount",
        "Look at what Xero took from the credit note, and correct what is set against invoices here.",
    ),
    (
        r"exceeds the amount outstanding on the invoice",
        "More is set against the invoice than is open on it in Xero",
        "amount",
        "Look at the invoice in Xero, and correct what is set against it here.",
    ),
    (
        r"only authorised credit notes|credit can only be allocated",
        "Both the credit note and the invoice must be approved in Xero",
        "document",
        "Approve them in Xero, then press Retry.",
    ),
    (
        r"must have the same contact",
        "Credit note and invoice belong to different customers in Xero",
        "customer",
        "Correct the customer of one of them.",
    ),
    (
        r"must have the same currency",
        "Credit note and invoice are in different currencies",
        "currency",
        "Set the credit against an invoice of its own currency.",
    ),
)

GENERAL: tuple[Known, ...] = (
    (
        r"not of valid status for modification",
        "In Xero it is paid, void or deleted, and cannot be changed in that state",
        "status",
        "Press Sync now to see what Xero has; then change it there, or take over what Xero has.",
    ),
    (
        r"not (?:have|has) permission|not permitted|not authori[sz]ed|access denied|user .{0,30}role",
        "The person who connected this book may not do this in Xero",
        "connection",
        "Connect again as a user who may approve sales and payments.",
    ),
    (
        r"offline for maintenance|organisation is offline",
        "Xero was closed for maintenance",
        "",
        "Press Retry a little later.",
    ),
    (
        r"supplied id was not found",
        "Xero no longer has this record",
        "status",
        "Press Sync now; the Desk asks what to do if it was deleted.",
    ),
    (
        r"error converting value|could not be read as json|postdatainvalid",
        "Xero could not read a value of the record",
        "",
        "Look at the values below; if they are right, send the report of this run to support.",
    ),
    (
        r"did not save it and gave no reason|gave no reason",
        "Xero did not save it and gave no reason",
        "",
        "Look at the record in Xero, then press Retry.",
    ),
    (
        r"field may not be longer than (\d+)",
        "A text is longer than the {0} characters that Xero takes",
        "",
        "Make it shorter, then press Retry.",
    ),
    (r"currency ?rate", "Xero has no exchange rate for it", "currency", "Only the organisation’s currency is sent."),
    (
        r"validation exception|validation error",
        "Xero found a mistake in the record",
        "",
        "Read Xero’s answer below, correct the record, then press Retry.",
    ),
)
