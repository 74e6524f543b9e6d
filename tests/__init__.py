"""The tests, one folder for each package of the program.

A package of its own: some of the clients that the tests use bring a package of this name along, and ours must win.
"""
