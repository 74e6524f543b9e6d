"""Whether all is in order before anything is sent."""
