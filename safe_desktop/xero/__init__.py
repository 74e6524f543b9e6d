"""What is said to Xero: the only HTTP and the only secrets of the program.

Read in this order: `addresses` (where Xero is), `wire_reading` and `wire_writing` (JSON to values and back, pure),
`answers` (what an answer means, pure), `limits` (when the next call may go), `transport` (the one place that sends),
`client` (the questions and the writes). Signing in: `oauth` (the protocol), `loopback` (where the browser comes back),
`tokens` and `vault` (what is kept, and where), `session` (tokens on every call), `signing_in` (the whole of it),
`browser`, `redaction`.
"""
