"""Ids of different things are different types, so that one is never passed for another."""

from typing import NewType

CalendarId = NewType("CalendarId", str)
KindId = NewType("KindId", str)
MachineId = NewType("MachineId", str)
PersonId = NewType("PersonId", str)
OrderId = NewType("OrderId", str)
MoldId = NewType("MoldId", str)
PartId = NewType("PartId", str)
OperationId = NewType("OperationId", str)
PurchaseId = NewType("PurchaseId", str)
ProblemId = NewType("ProblemId", str)
LedgerItemId = NewType("LedgerItemId", str)
ChangeId = NewType("ChangeId", str)
