"""What ends the name of a book's file. By itself, for whoever only needs the name must not load the store to start."""

SUFFIX = ".safebook"
