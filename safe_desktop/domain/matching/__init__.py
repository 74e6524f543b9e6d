"""Finds which money belongs to which document. Pure: a situation in, one verdict for each receipt out.

`situation` says what is looked at, `verdict` what is answered; everything else here is how.
"""
