"""Settings, connecting, books."""
