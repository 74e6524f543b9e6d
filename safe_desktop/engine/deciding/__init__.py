"""What only a person can decide: the desk's mismatches, and the first comparison of both lists."""
