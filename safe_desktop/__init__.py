"""SAFE Desktop: billing records of a small business, kept equal with Xero.

Read in this order: `domain` (what is true), `store` (remembered), `xero` (said), `engine` (done), `ui` (seen).
`practice` is a Xero of its own, to learn on and to test against; it shares nothing with the rest.
"""

__version__ = "0.1.0"
