// What the server sends. The server's schemas (src/sprue/wire/rows.py) are the same shapes;
// a test holds both together. Moments are ISO 8601 in UTC, durations minutes.

export type Moment = string

/** What an operation is doing on the floor. */
export type Work = "waiting" | "running" | "paused" | "done" | "held" | "cancelled"
export type Mode = "attended" | "unbroken" | "unattended" | "outside"
export type MachineLight =
  | "running" | "setup" | "unattended" | "waiting" | "paused" | "idle" | "maintenance" | "down" | "no_data"
export type ProblemKind =
  | "electrode" | "program" | "drawing" | "machine" | "quality" | "material" | "tooling" | "person" | "other"
  | "collision" | "safety_incident" | "unattended_stop" | "supplier_delay" | "estimate_overrun"
  | "ecn" | "customer_hold" | "rush_order"
export type GateLight = "none" | "ok" | "expected" | "no"
export type Gate = { state: GateLight; at: Moment | null }
export type StageName = "design" | "material" | "cnc" | "electrode" | "edm" | "fitting" | "trial"
export type StageLight = "none" | "planned" | "running" | "waiting" | "problem" | "done"

/** id is always "shop". */
export type ShopRow = {
  id: string
  name: string
  language: string
  timezone: string
  demo: boolean
  plan_version: number | null
  plan_at: Moment | null
  plan_message: string
  shift_name: "day" | "night" | "closed"
  shift_end: Moment | null
  /** Work is planned with factors on its estimates that finished work has taught. */
  learned: boolean
}

/** id is always "clock". Shop time = shop + (real now − real) × rate. */
export type ClockRow = { id: string; real: Moment; shop: Moment; rate: number }

export type KindRow = {
  id: string
  name: string
  name_zh: string
  department: string
  /** What its work belongs to, told from its words. */
  stage: StageName
  machines: number
  /** Hours of work that wait for machines of the kind now. */
  queue_hours: number
  /** Planned and waiting work of the next 72 h over its open machine hours, 1 = full; null: no open hour. */
  load_72h: number | null
  /** The same by day from today on (date in shop zone, share), 14 days. */
  load_days: { day: string; share: number | null }[]
}

export type MachineRow = {
  id: string
  name: string
  kind: string
  /** The number at the end of the id, for "EDM 4". */
  number: string
  light: MachineLight
  since: Moment | null
  operation: string | null
  operation_name: string
  mold: string | null
  part: string | null
  person: string | null
  person_name: string
  /** Of the operation on it; the share done is computed from these and the clock. */
  started: Moment | null
  ends: Moment | null
  /** Open problem on the machine. */
  problem: string | null
  /** The next job: null when nothing is queued. */
  next: { operation: string; mold: string; ready: boolean; waits_for: WaitsFor[]; start: Moment | null } | null
}

export type StageCell = { stage: StageName; light: StageLight; done: number; total: number }

export type MoldRow = {
  id: string
  name: string
  order: string | null
  customer: string
  mold_class: string
  weight: number
  /** "held" and "cancelled" count; others are what a workbook says. */
  status: string
  t1_due: Moment | null
  t1_projected: Moment | null
  due: Moment | null
  delivery_projected: Moment | null
  /** Of the next open milestone: minutes late (+) or left (−); null: no date known. */
  late_minutes: number | null
  milestone: "T1" | "delivery" | null
  /** How sure the next milestone is: share (0 to 1) of the scenarios in which it is in time; null: not known. */
  chance: number | null
  /** The date of it that is kept in four of five scenarios. */
  reliable: Moment | null
  light: "on_time" | "at_risk" | "late" | "no_date" | "done"
  stages: StageCell[]
  done: number
  total: number
  problems: number
}

export type PartRow = {
  id: string
  mold: string
  name: string
  part_class: string
  parent: string | null
  quantity: number
  material: string
  /** It is typical of its class: nobody has said yet what it really is. */
  template: boolean
  /** Roll-up of the part's open operations and purchases. */
  gates: { material: Gate; drawing: Gate; program: Gate; electrode: Gate; fixture: Gate }
  done: number
  total: number
  /** Next open operation and its planned place. */
  next: { operation: string; name: string; machine: string | null; start: Moment | null; work: Work } | null
  slack_minutes: number | null
  problem: boolean
  /** The newest is last, and valid. */
  drawings: DrawingRow[]
}

export type DrawingRow = { name: string; pages: number; revision: string; at: Moment; by: string }

/** Compact: ten thousand of them go to the desk. */
export type OperationRow = {
  id: string
  part: string
  mold: string
  step: string
  name: string
  kind: string | null
  mode: Mode
  work: Work
  /** Where it is or was worked, else where it is planned; null: outside or nowhere. */
  machine: string | null
  setup_minutes: number
  run_minutes: number
  started: Moment | null
  finished: Moment | null
  person: string | null
  /** Planned, as mended last; null: done, blocked or unplannable. */
  plan: { setup: Moment; run: Moment; end: Moment; slack: number | null; unattended: boolean } | null
  /** "" or the hindrance why it has no plan. */
  hindrance: string
  ready: boolean
}

/** What a job still waits for; `id` names the operation, purchase or gate. */
export type WaitsFor = {
  what: "operation" | "material" | "drawing" | "program" | "electrode" | "fixture" | "not_before" | "held" | "problem" | "approval"
  id: string
  at: Moment | null
}

/** A department that was called first; `duty`: its person has the duty tonight. */
export type ProblemCall = {
  department: string
  person: string | null
  name: string
  duty: boolean
  acknowledged_at: Moment | null
}

/** What happened to a problem: `text` is a note, an answer, a reason, or why it climbed. */
export type ProblemStep = {
  at: Moment
  what: "raised" | "acknowledged" | "answered" | "expected" | "transferred" | "escalated" | "resolved"
  who: string
  department: string
  level: number
  text: string
}

/** A milestone that ends later because of a problem; `after` null: it has no date until the problem is solved. */
export type Slip = {
  mold: string
  milestone: string
  due: Moment
  before: Moment
  after: Moment | null
  slip_minutes: number | null
  late_minutes: number | null
}

/** Computed for `at`: `slips` are the latest of `count`; `late` of them miss their promise. */
export type Impact = {
  at: Moment
  count: number
  late: number
  slips: Slip[]
}

export type ProblemRow = {
  id: string
  kind: ProblemKind
  status: "open" | "acknowledged" | "resolved"
  /** As recorded: 1 is the first call. */
  level: number
  /** Why it climbed last, "" at the first level. */
  because: "" | "not_acknowledged" | "not_answered" | "not_resolved" | "critical" | "at_once"
  machine: string | null
  operation: string | null
  mold: string | null
  part_name: string
  raised_at: Moment
  raised_by: string | null
  raised_by_name: string
  note: string
  /** The department that owns it. */
  department: string
  /** Who is called first at this level, "" when the shop names nobody. */
  called_name: string
  called: string[]
  called_ids: string[]
  calls: ProblemCall[]
  acknowledge_by: Moment
  answer_by: Moment
  /** When it climbs next if nothing happens; null: it is at the top, or solved. */
  climbs_at: Moment | null
  acknowledged_at: Moment | null
  acknowledged_by_name: string
  answered_at: Moment | null
  answered_by_name: string
  resolved_at: Moment | null
  resolved_by_name: string
  answer: string
  /** When it will be over; null: nobody knows. */
  expected: Moment | null
  /** Names of its pictures. */
  photos: string[]
  /** What it does to the plan; null: nothing, or not computed yet. */
  impact: Impact | null
  history: ProblemStep[]
}

/** Whom a kind of problem calls (id = kind); the terminal shows those that are tiles. */
export type CallRow = {
  id: ProblemKind
  called: string[]
  acknowledge_minutes: number
  answer_minutes: number
  tile: boolean
}

export type LedgerSource = "problem" | "trial" | "inspection" | "complaint" | "change" | "meeting" | "safety"
export type LedgerLevel = "general" | "major" | "supervised"
export type LedgerStage = "open" | "accepted" | "containing" | "correcting" | "done" | "verified" | "closed"

/** A record of the rectification ledger. Overdue is no stage: not closed and past its deadline. */
export type LedgerRow = {
  id: string
  number: string
  source: LedgerSource
  kind: ProblemKind
  level: LedgerLevel
  stage: LedgerStage
  description: string
  mold: string | null
  part: string | null
  part_name: string
  operation: string | null
  operation_name: string
  machine: string | null
  /** The problem that it was written down from. */
  problem: string | null
  found_by_name: string
  found_at: Moment | null
  department: string
  owner: string | null
  owner_name: string
  opened_at: Moment
  deadline: Moment
  done_at: Moment | null
  closed_at: Moment | null
  /** How many leaders it has climbed to since it is overdue, and the one who is called. */
  climbed: number
  called_name: string
  extensions: number
  recurrences: number
  /** The item of which this is the same again. */
  recurs: string | null
  photos: number
  /** Lines of its history: it changes with everything that happens to it. */
  steps: number
}

export type PersonRow = {
  id: string
  name: string
  department: string
  role: string
  leader: string | null
  kinds: string[]
  machine: string | null
  since: Moment | null
  /** Should be at work now; `until`: the end of the shift, else when the next one begins. */
  works: boolean
  until: Moment | null
  /** Why somebody who would work is away; `away_until` null: not away. */
  away: string
  away_until: Moment | null
  /** Absences and overtime that were told, of now and later. */
  told: Told[]
}

export type Told = { what: string; start: Moment; end: Moment }

/** Done today and planned by now, by department (id = department). */
export type TodayRow = { id: string; done: number; planned_by_now: number; planned_today: number }

/** What of one kind a mold waits for (id = mold:what). */
export type MissingRow = {
  id: string
  mold: string
  /** to_send is ready to go to the supplier, outside is there. */
  what: "material" | "outside" | "to_send" | "drawing" | "program" | "electrode" | "fixture"
  /** The most urgent piece, and how many there are. */
  item: string
  count: number
  /** When that piece comes (to_send: should go); null: nobody knows. */
  expected: Moment | null
  /** Pieces for which work waits now. */
  holding: number
}

/** The trial of a mold that is next or was last (id = mold). */
export type TrialRow = {
  id: string
  name: string
  /** 1 = T1. */
  number: number
  light: "preparing" | "ready" | "running" | "over"
  /** Planned, or real once it runs or is over; null: it has no date. */
  start: Moment | null
  due: Moment | null
  /** Open operations before it. */
  left: number
  /** Open quality problems and open rework of the mold. */
  quality: number
  rework: number
  /** What was said of it; null: not yet. */
  verdict: "passed" | "issues" | "failed" | null
  /** From when a press is taken for it. */
  booked: Moment | null
  /** Whether any trial of the mold is approved. */
  approved: boolean
  /** How much was told of all trials of the mold. */
  steps: number
}

/** Work that runs with nobody there. */
export type NightBar = { operation: string; mold: string; part: string; start: Moment; end: Moment }

/** A time without people at a machine. */
export type NightGap = { start: Moment; end: Moment }

/** Tonight on a machine that may run alone (id = machine): when nobody is at it, one after the other. */
export type NightRow = {
  id: string
  gaps: NightGap[]
  bars: NightBar[]
  busy_minutes: number
  free_minutes: number
  /** When work ends in a gap with nothing to follow, the first; null: it does not. */
  stops: Moment | null
  /** Mold of ready work that could fill what is free. */
  could: string | null
  /** Who has the duty when it stops, "": nobody. */
  call_name: string
}

/** A figure of the last thirty days: a share, or minutes (response); null: unknown. */
export type FigureRow = {
  id: string
  value: number | null
  /** The same of the thirty days before. */
  before: number | null
  /** Molds, operations, machine hours or problems that it comes from. */
  count: number
  since: Moment
}

/** Whether the shop's data speak of something at all: what they do not is unknown, never zero. */
export type KeptRow = { id: string; kept: boolean }

export type QuestionRow = {
  id: string
  at: Moment
  command: string
  reason: string
  operation: string | null
  /** Where and by whom it was reported. */
  machine: string | null
  person_name: string
  /** What it does not go together with: reported where, by whom, when; null and "" where nobody did. */
  other_machine: string | null
  other_person_name: string
  other_at: Moment | null
  decided: boolean
}

/** One line of the wall's message strip, newest kept (id = entry id). */
export type MessageRow = {
  id: string
  at: Moment
  code: "plan_published" | "plan_changed" | "rush_taken" | "order_taken" | "shop_imported" | "problem_raised" | "problem_escalated" | "problem_resolved" | "machine_down" | "machine_up" | "material_received"
  /** For the text: version, mold, machine, item, name … */
  facts: Record<string, string | number>
}

/** Looked at, or measured within limits. */
export type CheckRow = { name: string; low: number | null; high: number | null; photo: boolean }

export type QueueItem = {
  operation: string
  mold: string
  mold_name: string
  part: string
  part_name: string
  step: string
  name: string
  work: Work
  mode: Mode
  setup_minutes: number
  run_minutes: number
  /** Its worker says when the setup is over; `set_up`: when he did. */
  setup_told: boolean
  set_up: Moment | null
  start: Moment | null
  end: Moment | null
  ready: boolean
  waits_for: WaitsFor[]
  gates: { material: Gate; drawing: Gate; program: Gate; electrode: Gate; fixture: Gate }
  /** What its worker looks at or measures before it is finished. */
  checks: CheckRow[]
  /** Where a mold is tried in it. */
  trial: TrialJob | null
  /** What it is burned with. */
  electrodes: ElectrodeRow[]
  drawing: DrawingRow | null
  /** If it is started now: the end, and from when it runs with nobody there (null: not). */
  ends_if_now: Moment | null
  alone_from: Moment | null
}

/** An electrode of a burn. */
export type ElectrodeRow = {
  part: string
  name: string
  /** All its work is over. */
  made: boolean
  /** It was measured and is well. */
  measured: boolean
  /** The largest deviation that was found, mm. */
  deviation: number | null
  place: string
  /** How many burns it serves. */
  burns: number
}

export type TrialJob = {
  /** 1 = T1. */
  number: number
  /** null: its sheet was not handed in yet. */
  verdict: "passed" | "issues" | "failed" | null
  cavities: number
}

/** One machine as its terminal shows it (id = machine). `queue[0]` is the recommendation when nothing runs. */
export type StationRow = {
  id: string
  name: string
  kind: string
  number: string
  current: QueueItem[]
  queue: QueueItem[]
  queued: number
  /** People signed in here. */
  people: string[]
}

/** An engineering change: enough to know that it is there, or another one by now. */
export type ChangeRow = {
  id: string
  number: string
  mold: string
  title: string
  stand: "open" | "stopped" | "taken" | "withdrawn"
  /** How much of it was told. */
  steps: number
}

export type Tables = {
  shop: ShopRow
  clock: ClockRow
  kinds: KindRow
  machines: MachineRow
  molds: MoldRow
  parts: PartRow
  operations: OperationRow
  problems: ProblemRow
  calls: CallRow
  people: PersonRow
  today: TodayRow
  missing: MissingRow
  trials: TrialRow
  nights: NightRow
  figures: FigureRow
  kept: KeptRow
  questions: QuestionRow
  messages: MessageRow
  stations: StationRow
  ledger: LedgerRow
  changes: ChangeRow
}
export type TableName = keyof Tables

/** The rows of a topic at journal place `seq` and stream place `cursor`. */
export type Snapshot = {
  seq: number
  cursor: number
  now: Moment
  tables: { [T in TableName]?: Record<string, Tables[T]> }
}

/** What changed; null: the row is gone. The SSE id of the message is `cursor`. */
export type Patch = {
  cursor: number
  seq: number
  /** Journal entries in this patch, for latency measuring: ids. */
  entries: string[]
  tables: { [T in TableName]?: Record<string, Tables[T] | null> }
}

/** `proof`: what stands for the PIN of a sign-in while the server is away. */
export type CommandAnswer =
  | { status: "accepted" | "duplicate"; seq: number; proof?: string }
  | { status: "question"; seq: number; reason: string }

/** HTTP 4xx answer of every endpoint. */
export type Refusal = { code: string; message: string; facts: Record<string, string | number> }
