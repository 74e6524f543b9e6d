"""The import dialog, step by step."""
