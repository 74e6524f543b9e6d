"""A month of a business, made from a seed: its invoices, its bank statement, what the other bookkeeper does in Xero.

The maker knows the truth: which money belongs where and which difference is where. Tests compare with it.
"""
