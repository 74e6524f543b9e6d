"""Customers, invoices and payments: pages, panels, dialogs."""
