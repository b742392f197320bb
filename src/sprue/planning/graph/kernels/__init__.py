"""Compiled functions over the disjunctive graph: arrays only, status codes instead of exceptions.

Each is plain Python that also runs uncompiled (NUMBA_DISABLE_JIT=1), which is its readable twin.
"""
