"""What was done: runs, the record of changes, and taking a run back."""
