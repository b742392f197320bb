"""Unbroken work: people are made sure of for the whole of it before it starts."""

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import NEVER, Frame, People, State
from sprue.planning.kernels.machines import stretch_at
from sprue.planning.kernels.people import flow_add, reset_people, segment_at


@compiled
def begins(s: State, m: int) -> int:
    """Minute from which the unbroken work on the machine goes on."""
    return int(s.m_since[m] if s.m_active[m] == 1 else s.m_reserved[m])


@compiled
def demand_at(f: Frame, s: State, m: int, t: int) -> int:
    """People that the committed unbroken work on the machine needs at minute t."""
    first = begins(s, m)
    turn = first + s.m_left[m]
    if t < first:
        return 0
    if s.m_phase[m] == 0:
        if t < turn:
            return f.unit
        return int(f.attention[s.m_kind[m]]) if t < turn + s.m_run[m] else 0
    return int(f.attention[s.m_kind[m]]) if t < turn else 0


@compiled
def covered_at(f: Frame, s: State, spare: People, t: int, kind: int, need: int) -> bool:
    """Whether at minute t people can cover `need` at `kind` beside all committed unbroken work."""
    reset_people(f, spare, t)
    if not flow_add(f, spare, kind, need):
        return False
    for m in range(s.m_op.shape[0]):
        if s.m_op[m] >= 0 and s.m_unbroken[m] == 1:
            other = demand_at(f, s, m, t)
            if other > 0 and not flow_add(f, spare, s.m_kind[m], other):
                return False
    return True


@compiled
def is_sure(f: Frame, s: State, spare: People, kind: int, t: int, setup: int, run: int) -> bool:
    """Whether unbroken work from t on never lacks people: checked wherever demand or people change."""
    if f.people_limit == 0:
        return True
    end = t + setup + run
    if setup > 0 and not covered_at(f, s, spare, t, kind, f.unit):
        return False
    if run > 0 and not covered_at(f, s, spare, t + setup, kind, f.attention[kind]):
        return False
    i = segment_at(f, t) + 1
    while i < f.seg_time.shape[0] and f.seg_time[i] < end:
        need = f.unit if f.seg_time[i] < t + setup else f.attention[kind]
        if not covered_at(f, s, spare, f.seg_time[i], kind, need):
            return False
        i += 1
    for m in range(s.m_op.shape[0]):
        if s.m_op[m] < 0 or s.m_unbroken[m] == 0:
            continue
        first = begins(s, m)
        for at in (first, first + s.m_left[m]):
            if t < at < end:
                need = f.unit if at < t + setup else f.attention[kind]
                if not covered_at(f, s, spare, at, kind, need):
                    return False
    return True


@compiled
def next_change(f: Frame, s: State, t: int) -> int:
    """First minute after t at which people or committed unbroken work change."""
    i = segment_at(f, t) + 1
    best = f.seg_time[i] if i < f.seg_time.shape[0] else NEVER
    for m in range(s.m_op.shape[0]):
        if s.m_op[m] >= 0 and s.m_unbroken[m] == 1:
            first = begins(s, m)
            for at in (first, first + s.m_left[m], first + s.m_left[m] + s.m_run[m]):
                if t < at < best:
                    best = at
    return int(best)


@compiled
def first_sure(f: Frame, s: State, spare: People, m: int, t: int, kind: int, run: int) -> int:
    """First minute from t on at which `run` minutes fit one stretch with people sure (NEVER: none)."""
    i = stretch_at(f, s, m, t)
    while i < f.st_hi[m]:
        at = max(t, f.st_start[i])
        while at + run <= f.st_end[i]:
            if is_sure(f, s, spare, kind, at, 0, run):
                return int(at)
            at = next_change(f, s, at)
        i += 1
    return NEVER
