"""Public job shops: our planner beside its peers, same seconds, same cores, every schedule judged.

The peers' libraries come with the extra `[bench]`. They are imported here alone, and only by the process of
a run.
"""
