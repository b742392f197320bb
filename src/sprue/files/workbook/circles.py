"""Circles: operations that wait for themselves, and parts built into themselves."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.tables import Row, Table

#: So many members are named; the rest are counted.
MOST_NAMED = 40

Graph = dict[Hashable, list[Hashable]]


@dataclass(frozen=True, slots=True)
class Before:
    """What stands between the steps of a part: all before `step` have ended (None: the whole part has)."""

    part: str
    step: Decimal | None


def circles(graph: Graph) -> Iterator[list[Hashable]]:
    """One circle of each knot of nodes that wait for each other, in the order of waiting."""
    graph = _left_over(graph)
    place = {node: number for number, node in enumerate(graph)}
    for knot in _knots(graph):
        yield _round_trip(graph, min(knot, key=place.__getitem__), set(knot))


def _left_over(graph: Graph) -> Graph:
    """The nodes that no order can reach: those on a circle or behind one. Nearly always there are none."""
    left = {node: len(waits) for node, waits in graph.items()}
    followers: dict[Hashable, list[Hashable]] = defaultdict(list)
    for node, waits in graph.items():
        for other in waits:
            if other in left:
                followers[other].append(node)
            else:
                left[node] -= 1
    free = [node for node, count in left.items() if count == 0]
    for node in free:
        for after in followers[node]:
            left[after] -= 1
            if left[after] == 0:
                free.append(after)
    return {node: graph[node] for node, count in left.items() if count > 0}


def _knots(graph: Graph) -> Iterator[list[Hashable]]:
    """Strongly connected components with a circle (Tarjan 1972, without recursion)."""
    index: dict[Hashable, int] = {}
    low: dict[Hashable, int] = {}
    stack: list[Hashable] = []
    on_stack: set[Hashable] = set()
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for after in rest:
                if after not in index:
                    index[after] = low[after] = len(index)
                    stack.append(after)
                    on_stack.add(after)
                    work.append((after, iter(graph.get(after, ()))))
                    break
                if after in on_stack:
                    low[node] = min(low[node], index[after])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = _cut(stack, node)
                    knot = stack[cut:]
                    del stack[cut:]
                    on_stack.difference_update(knot)
                    if len(knot) > 1 or node in graph.get(node, ()):
                        yield knot


def _cut(stack: list[Hashable], node: Hashable) -> int:
    """Where `node` stands, looked for from the top."""
    place = len(stack) - 1
    while stack[place] != node:
        place -= 1
    return place


def _round_trip(graph: Graph, first: Hashable, inside: set[Hashable]) -> list[Hashable]:
    """The shortest way from `first` back to itself within a knot; `first` stands at its begin only."""
    came_from: dict[Hashable, Hashable] = {}
    waiting = deque([first])
    while waiting:
        node = waiting.popleft()
        for after in graph.get(node, ()):
            if after == first:
                way = [node]
                while way[-1] != first:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if after in inside and after not in came_from:
                came_from[after] = node
                waiting.append(after)
    raise AssertionError("a knot has a way back to each of its nodes")


def part_circles(parts: Table) -> Iterator[Fault]:
    """Parts that are built into themselves."""
    rows = {row.get("part"): row for row in reversed(parts.rows)}
    graph: Graph = {row.get("part"): [row.values["parent"]] for row in parts.rows if "parent" in row.values}
    for circle in circles(graph):
        names = [str(node) for node in circle]
        yield _fault(parts, rows[names[0]], "parent", names)


def operation_circles(operations: Table, parts: Table) -> Iterator[Fault]:
    """Operations that wait for themselves, by steps, `after` and `joins`."""
    rows = {row.values["operation"]: row for row in reversed(operations.rows) if "operation" in row.values}
    for circle in circles(_waiting(operations, parts)):
        names = [node for node in circle if isinstance(node, str)]
        named = set(names)
        start = next((i for i, n in enumerate(names) if named & set(rows[n].get("after", ()))), 0)
        names = names[start:] + names[:start]
        row = rows[names[0]]
        column = "after" if named & set(row.get("after", ())) else "joins" if row.get("joins") else "step"
        yield _fault(operations, row, column, names)


def _waiting(operations: Table, parts: Table) -> Graph:
    """Operation or `Before` → what it waits for."""
    children: dict[str, list[str]] = defaultdict(list)
    for row in parts.rows:
        if "parent" in row.values and "part" in row.values:
            children[row.values["parent"]].append(row.values["part"])
    steps: dict[str, dict[Decimal, list[str]]] = defaultdict(lambda: defaultdict(list))
    graph: Graph = {}
    for row in operations.rows:
        if not {"operation", "part", "step"} <= row.values.keys():
            continue
        name, part, step = row.values["operation"], row.values["part"], row.values["step"]
        steps[part][step].append(name)
        joined = [Before(child, None) for child in children[part]] if row.get("joins") else []
        graph[name] = [Before(part, step), *row.get("after", ()), *joined]
    for part, by_step in steps.items():
        before: Hashable = None
        for step in sorted(by_step):
            graph[Before(part, step)] = [] if before is None else [before]
            before = step_end = ("end of step", part, step)
            graph[step_end] = [*by_step[step], Before(part, step)]
        graph[Before(part, None)] = [before]
    return graph


def _fault(table: Table, row: Row, column: str, names: list[str]) -> Fault:
    shown = names[:MOST_NAMED]
    more = [f"… {len(names) - MOST_NAMED}"] if len(names) > MOST_NAMED else []
    return table.fault(row, column, FaultCode.CIRCLE, members=" → ".join([*shown, *more, names[0]]))
