"""Commands that come over the wire: their kinds, what a body becomes, what is answered."""

from typing import Literal, NotRequired, TypedDict

from sprue.floor import (
    change_commands,
    commands,
    electrode_commands,
    ledger_commands,
    material_commands,
    mold_commands,
    trial_commands,
)

FloorCommand = (
    commands.BadgeIn
    | commands.BadgeOut
    | commands.Start
    | commands.EndSetup
    | commands.Pause
    | commands.Resume
    | commands.Finish
    | commands.Undo
    | commands.RaiseProblem
    | commands.Acknowledge
    | commands.Answer
    | commands.Expect
    | commands.PictureProblem
    | commands.Transfer
    | commands.ChangeProblemRules
    | commands.ChangeDutyList
    | commands.Resolve
    | commands.ChangeAttendance
    | commands.TakeBackAttendance
    | commands.NoteShift
    | commands.TakeDown
    | commands.PutUp
    | commands.ReceiveMaterial
    | commands.PromisePurchase
    | commands.ChangeGate
    | commands.InsertOperation
    | commands.DecideQuestion
    | material_commands.PlacePurchase
    | material_commands.SendOutside
    | material_commands.ChangeLoad
    | material_commands.BringBack
    | material_commands.PlacePart
    | material_commands.ScanGoods
    | ledger_commands.OpenLedgerItem
    | ledger_commands.LedgerFromProblem
    | ledger_commands.AcceptLedgerItem
    | ledger_commands.ContainLedgerItem
    | ledger_commands.CorrectLedgerItem
    | ledger_commands.ChangeNorm
    | ledger_commands.FinishLedgerItem
    | ledger_commands.VerifyLedgerItem
    | ledger_commands.ReopenLedgerItem
    | ledger_commands.AddLedgerPhotos
    | ledger_commands.CloseLedgerItem
    | ledger_commands.AssignLedgerItem
    | ledger_commands.ChangeLedgerMatter
    | ledger_commands.MoveLedgerDeadline
    | mold_commands.TakeMold
    | mold_commands.CopyMold
    | mold_commands.ReturnMold
    | mold_commands.ChangeMold
    | mold_commands.QuoteMold
    | mold_commands.SetCost
    | mold_commands.HoldWork
    | mold_commands.ReleaseHold
    | mold_commands.CancelWork
    | mold_commands.AddStep
    | mold_commands.SplitOperation
    | mold_commands.PlanOutside
    | mold_commands.PlanInside
    | trial_commands.BookTrial
    | trial_commands.RecordTrial
    | trial_commands.TakeTrialIssues
    | trial_commands.ApproveTrial
    | change_commands.OpenChange
    | change_commands.TakeChange
    | change_commands.ReleaseChange
    | change_commands.WithdrawChange
    | electrode_commands.MeasureElectrode
)

#: The kind of each command. A plan, a clock, a shop and a bill of materials come another way.
KINDS: dict[type, str] = {
    commands.BadgeIn: "badge_in",
    commands.BadgeOut: "badge_out",
    commands.Start: "start",
    commands.EndSetup: "end_setup",
    commands.Pause: "pause",
    commands.Resume: "resume",
    commands.Finish: "finish",
    commands.Undo: "undo",
    commands.RaiseProblem: "raise_problem",
    commands.Acknowledge: "acknowledge",
    commands.Answer: "answer_problem",
    commands.Expect: "expect_problem",
    commands.PictureProblem: "picture_problem",
    commands.Transfer: "transfer_problem",
    commands.ChangeProblemRules: "change_problem_rules",
    commands.ChangeDutyList: "change_duty_list",
    commands.Resolve: "resolve",
    commands.ChangeAttendance: "change_attendance",
    commands.TakeBackAttendance: "take_back_attendance",
    commands.NoteShift: "note_shift",
    commands.TakeDown: "machine_down",
    commands.PutUp: "machine_up",
    commands.ReceiveMaterial: "receive_material",
    commands.PromisePurchase: "promise_purchase",
    commands.ChangeGate: "change_gate",
    commands.InsertOperation: "insert_operation",
    commands.DecideQuestion: "decide_question",
    material_commands.PlacePurchase: "place_purchase",
    material_commands.SendOutside: "send_outside",
    material_commands.ChangeLoad: "change_load",
    material_commands.BringBack: "bring_back",
    material_commands.PlacePart: "place_part",
    material_commands.ScanGoods: "scan_goods",
    ledger_commands.OpenLedgerItem: "ledger_open",
    ledger_commands.LedgerFromProblem: "ledger_from_problem",
    ledger_commands.AcceptLedgerItem: "ledger_accept",
    ledger_commands.ContainLedgerItem: "ledger_contain",
    ledger_commands.CorrectLedgerItem: "ledger_correct",
    ledger_commands.ChangeNorm: "ledger_norm",
    ledger_commands.FinishLedgerItem: "ledger_done",
    ledger_commands.VerifyLedgerItem: "ledger_verify",
    ledger_commands.ReopenLedgerItem: "ledger_reopen",
    ledger_commands.AddLedgerPhotos: "ledger_photos",
    ledger_commands.CloseLedgerItem: "ledger_close",
    ledger_commands.AssignLedgerItem: "ledger_assign",
    ledger_commands.ChangeLedgerMatter: "ledger_change",
    ledger_commands.MoveLedgerDeadline: "ledger_deadline",
    mold_commands.TakeMold: "take_mold",
    mold_commands.CopyMold: "copy_mold",
    mold_commands.ReturnMold: "return_mold",
    mold_commands.ChangeMold: "change_mold",
    mold_commands.QuoteMold: "quote_mold",
    mold_commands.SetCost: "set_cost",
    mold_commands.HoldWork: "hold_work",
    mold_commands.ReleaseHold: "release_hold",
    mold_commands.CancelWork: "cancel_work",
    mold_commands.AddStep: "add_step",
    mold_commands.SplitOperation: "split_operation",
    mold_commands.PlanOutside: "plan_outside",
    mold_commands.PlanInside: "plan_inside",
    trial_commands.BookTrial: "book_trial",
    trial_commands.RecordTrial: "record_trial",
    trial_commands.TakeTrialIssues: "trial_issues",
    trial_commands.ApproveTrial: "approve_trial",
    change_commands.OpenChange: "open_change",
    change_commands.TakeChange: "take_change",
    change_commands.ReleaseChange: "release_change",
    change_commands.WithdrawChange: "withdraw_change",
    electrode_commands.MeasureElectrode: "measure_electrode",
}


class CommandAnswer(TypedDict):
    """What became of a command. `question`: it is kept, and somebody must decide.

    `proof`: stands for the PIN of this sign-in while the server is away, at this terminal and for a shift.
    """

    status: Literal["accepted", "duplicate", "question"]
    seq: int
    reason: NotRequired[str | None]
    proof: NotRequired[str | None]
