"""To send: what waits, its preview, and the report afterwards."""
