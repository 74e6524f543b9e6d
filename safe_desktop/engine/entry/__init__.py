"""What a person types in and decides: customers, documents, payments, settings."""
