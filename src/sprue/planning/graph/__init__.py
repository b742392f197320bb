"""Job shops of the public formats: machines, minutes and order only, made short.

No calendars, people or due dates: what the literature compares solvers by. The shop's own model is in the
rooms beside this one; both share how code is compiled.
"""
