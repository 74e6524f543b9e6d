"""The desk's work: what is looked at, what is proposed, what a decision writes down, and how it is undone."""
