"""The page of balances: ageing, tie-out, and statements of account on paper."""
