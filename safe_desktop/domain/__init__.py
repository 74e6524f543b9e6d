"""What is true: values and pure rules. No I/O, no clock, no Qt, no database.

Read in this order: `money`, `tax` (line totals and VAT), `customer`, `document` (invoices and credit notes), `payment`,
`billing` (what is owed), `theirs` (Xero's side as values), `standing` (where a record stands towards Xero),
`reconciling` (ours, theirs, last agreed), `mismatch`, `delivery` (what may be sent next, and what an answer means).
"""
