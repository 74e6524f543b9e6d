"""What is said to Xero: the only HTTP and the only secrets of the program.

Read in this order: `addresses` (where Xero is); `wire_shapes`, `wire_records`, `wire_reading` and `wire_writing` (JSON
to values and back, pure); `answers` and `element_answers` (what an answer means, pure); `limits` (when the next call
may go); `transport` (the one place that sends); `calls` (each in its turn); `seek_paging`; `client` (all questions and
writes). Signing in: `oauth` (the protocol); `callback_answer` and `loopback` (where the browser comes back); `tokens`,
`sealing`, `secret_file`, `system_keyring` and `vault` (what is kept, and where); `session` (tokens on every call);
`signing_in` (the whole of it); `browser`; `redaction`.
"""
