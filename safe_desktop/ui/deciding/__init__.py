"""The desk and the first comparison."""
