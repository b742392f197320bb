"""A running shop, as a program sees it: reads, files, live rows, commands."""

import time
from datetime import datetime
from uuid import UUID, uuid4

from sprue.client.commands import Answer, Command, PublishDraft, body_of
from sprue.client.connection import part_of
from sprue.client.errors import SprueError
from sprue.client.files import Files
from sprue.client.live import Live
from sprue.client.planning import Planning
from sprue.client.reading import Reading
from sprue.wire.plans import CounterMoves, DraftState, ReadyDraft


class Sprue(Reading, Planning, Files):
    """One shop. Answers are the JSON of the interface, typed; errors are those of `sprue.client`.

    A command that gets no answer is sent again under its id, so that it counts once.
    """

    def live(self, topic: str) -> Live:
        """The same, kept true for as long as it is iterated over."""
        return Live(self.door, topic)

    def send(
        self,
        command: Command,
        *,
        id: UUID | None = None,  # noqa: A002  # as the interface calls it
        happened_at: datetime | None = None,
        station: str | None = None,
    ) -> Answer:
        """Something happened on the floor, or shall. Keep `id` to send the same again after a crash.

        `happened_at`: None for now; `station`: the machine at which it was reported.
        """
        command_id = id or uuid4()
        said = self.door.json(
            "POST", "/api/commands", json=body_of(command, command_id, happened_at, station)
        )
        return Answer(command_id, said["status"], said["seq"], said.get("reason") or "")

    def ask_draft(self) -> None:
        """Ask the planner for a fresh plan."""
        self.post("/plans/draft")

    def draft(self) -> DraftState:
        """How far the fresh plan is."""
        found: DraftState = self.get("/plans/draft")
        return found

    def fresh_draft(self, patience: float = 120.0) -> ReadyDraft:
        """Ask for a fresh plan and wait for it, at most `patience` seconds."""
        self.ask_draft()
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = self.draft()
            if found["state"] == "failed":
                raise SprueError("the planner could make no plan")
            if found["state"] == "ready" and found["draft"] is not None:
                return found["draft"]
            time.sleep(0.3)
        raise SprueError(f"there was no draft within {patience:.0f} s")

    def publish(self, draft: ReadyDraft, message: str = "") -> Answer:
        """Make a draft the shop's plan."""
        return self.send(PublishDraft(UUID(draft["id"]), message))

    def ask_counter_moves(self, problem: str) -> CounterMoves:
        """Ask the planner what could be done about a problem."""
        found: CounterMoves = self.post(f"/problems/{part_of(problem)}/counter-moves")
        return found

    def take_counter_move(self, problem: str, number: int) -> CounterMoves:
        """Take one: its plan is made, judged and published."""
        found: CounterMoves = self.post(f"/problems/{part_of(problem)}/counter-moves/{number}/take")
        return found
