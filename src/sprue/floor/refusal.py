"""Why the floor says no: a closed set of codes, each with a text that says what to do."""

from collections.abc import Mapping
from enum import StrEnum

from sprue.shop.errors import UserMistake


class Code(StrEnum):
    """Reasons for a refusal."""

    # who
    FORBIDDEN = "forbidden"
    WRONG_PIN = "wrong_pin"
    NOBODY = "nobody"
    NOT_SIGNED_IN = "not_signed_in"
    NOT_ABLE = "not_able"
    PERSON_BUSY = "person_busy"
    # unknown things
    UNKNOWN_OPERATION = "unknown_operation"
    UNKNOWN_MACHINE = "unknown_machine"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_BADGE = "unknown_badge"
    UNKNOWN_PROBLEM = "unknown_problem"
    UNKNOWN_PURCHASE = "unknown_purchase"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_PART = "unknown_part"
    UNKNOWN_DRAWING = "unknown_drawing"
    UNKNOWN_DRAFT = "unknown_draft"
    UNKNOWN_IMPORT = "unknown_import"
    UNKNOWN_KIND = "unknown_kind"
    # the operation
    ALREADY_STARTED = "already_started"
    ALREADY_DONE = "already_done"
    CANCELLED = "cancelled"
    HELD = "held"
    NOT_RUNNING = "not_running"
    NOT_PAUSED = "not_paused"
    NOT_STARTED = "not_started"
    NO_SETUP = "no_setup"
    PREDECESSOR_OPEN = "predecessor_open"
    GATE_CLOSED = "gate_closed"
    MATERIAL_MISSING = "material_missing"
    TOO_EARLY = "too_early"
    PROBLEM_OPEN = "problem_open"
    # the machine
    MACHINE_NEEDED = "machine_needed"
    WRONG_MACHINE = "wrong_machine"
    MACHINE_DOWN = "machine_down"
    MACHINE_BUSY = "machine_busy"
    MACHINE_IS_UP = "machine_is_up"
    # the rest
    ID_REUSED = "id_reused"
    CANNOT_UNDO = "cannot_undo"
    PROBLEM_CLOSED = "problem_closed"
    PROBLEM_KNOWN = "problem_known"
    PROBLEM_TAKEN = "problem_taken"
    PROBLEM_ANSWERED = "problem_answered"
    TOO_MANY_PHOTOS = "too_many_photos"
    REASON_NEEDED = "reason_needed"
    UNKNOWN_DEPARTMENT = "unknown_department"
    SAME_DEPARTMENT = "same_department"
    NOT_YOUR_PEOPLE = "not_your_people"
    NO_SHIFT = "no_shift"
    AWAY_ALREADY = "away_already"
    WRONG_SPAN = "wrong_span"
    UNKNOWN_ATTENDANCE = "unknown_attendance"
    LOGIN_WITHOUT_PERSON = "login_without_person"
    NOTE_EMPTY = "note_empty"
    NOT_DUE = "not_due"
    FORGOTTEN = "forgotten"
    RULES_INCOMPLETE = "rules_incomplete"
    NOBODY_CALLED = "nobody_called"
    CALLED_TWICE = "called_twice"
    TOO_MANY_LEVELS = "too_many_levels"
    LIMITS_FALL = "limits_fall"
    TOO_MANY_DUTIES = "too_many_duties"
    ALREADY_RECEIVED = "already_received"
    EXPECTED_DATE = "expected_date"
    EXPECTED_PAST = "expected_past"
    OPERATION_KNOWN = "operation_known"
    UNKNOWN_PREDECESSOR = "unknown_predecessor"
    UNKNOWN_ORDER = "unknown_order"
    OTHER_MOLD = "other_mold"
    CIRCLE = "circle"
    ALREADY_DECIDED = "already_decided"
    PLAN_OUTDATED = "plan_outdated"
    NO_SHOP = "no_shop"
    RATE = "rate"
    ONLY_DEMO = "only_demo"
    # edited tables
    EDITED_MEANWHILE = "edited_meanwhile"
    NOTHING_EDITED = "nothing_edited"
    REPORTED_AT_MACHINES = "reported_at_machines"
    TOO_MUCH_REFUSED = "too_much_refused"
    UNKNOWN_CALENDAR = "unknown_calendar"
    PINNED_THERE = "pinned_there"
    BADGE_TAKEN = "badge_taken"
    LEADS_HIMSELF = "leads_himself"
    # the ledger
    UNKNOWN_LEDGER_ITEM = "unknown_ledger_item"
    LEDGER_ITEM_KNOWN = "ledger_item_known"
    LEDGER_STAGE = "ledger_stage"
    LEDGER_TEXT_NEEDED = "ledger_text_needed"
    LEDGER_NOT_OWNER = "ledger_not_owner"
    LEDGER_VERIFIER_NEEDED = "ledger_verifier_needed"
    LEDGER_OWNER_VERIFIES = "ledger_owner_verifies"
    LEDGER_CAUSE_NEEDED = "ledger_cause_needed"
    LEDGER_NORM_NEEDED = "ledger_norm_needed"
    LEDGER_ALLOWER_NEEDED = "ledger_allower_needed"
    LEDGER_OWNER_DEADLINE = "ledger_owner_deadline"
    LEDGER_OWNER_LEVEL = "ledger_owner_level"
    LEDGER_DEADLINE_PAST = "ledger_deadline_past"
    LEDGER_NOT_OVERDUE = "ledger_not_overdue"
    LEDGER_PHOTOS_FULL = "ledger_photos_full"
    UNKNOWN_PHOTO = "unknown_photo"
    UNKNOWN_MOLD = "unknown_mold"
    # orders, molds and routings
    MOLD_KNOWN = "mold_known"
    MOLD_WITHOUT_WORK = "mold_without_work"
    # trials
    NO_TRIAL = "no_trial"
    NOT_APPROVED = "not_approved"
    PRESS_TOO_WEAK = "press_too_weak"
    PRESS_TAKEN = "press_taken"
    BOOKED_PAST = "booked_past"
    NOT_RECORDED = "not_recorded"
    TRIAL_FAILED = "trial_failed"
    APPROVED_ALREADY = "approved_already"
    NO_ISSUES = "no_issues"
    MINUTES_NEEDED = "minutes_needed"
    NO_SUCH_CAVITY = "no_such_cavity"
    # purchases, work at suppliers, places
    PURCHASE_KNOWN = "purchase_known"
    QUANTITY = "quantity"
    NOTHING_CHOSEN = "nothing_chosen"
    NOT_OUTSIDE = "not_outside"
    BACK_PAST = "back_past"
    PLACE_NEEDED = "place_needed"
    UNKNOWN_LABEL = "unknown_label"
    LOAD_BACK = "load_back"
    SCAN_PLACE = "scan_place"
    OTHER_BENCH = "other_bench"
    # engineering changes
    UNKNOWN_CHANGE = "unknown_change"
    CHANGE_CLOSED = "change_closed"
    CHANGE_EXISTS = "change_exists"
    TITLE_NEEDED = "title_needed"
    PARTS_NEEDED = "parts_needed"
    NOT_TOUCHED = "not_touched"
    NOT_DECIDED = "not_decided"
    NOT_STOPPED = "not_stopped"
    NOT_FOR_PURCHASES = "not_for_purchases"
    # electrodes
    NO_ELECTRODE = "no_electrode"
    NOT_MADE = "not_made"
    # drafts and questions
    PLAN_MOVED = "plan_moved"
    PLANNER_SILENT = "planner_silent"
    NO_ANSWER = "no_answer"
    DRAFT_BROKEN = "draft_broken"
    NOT_ADOPTABLE = "not_adoptable"
    NOTHING_NEW = "nothing_new"
    NOTHING_TO_CHANGE = "nothing_to_change"
    CARRIES_MILESTONE = "carries_milestone"
    SPLIT_MINUTES = "split_minutes"
    IS_OUTSIDE = "is_outside"
    NEVER_INSIDE = "never_inside"
    UNKNOWN_STEP = "unknown_step"


_TEXTS: dict[Code, tuple[str, str]] = {
    Code.FORBIDDEN: (
        "You may not do this here; ask the planner or the manager",
        "您没有此权限，请联系计划员或经理",
    ),
    Code.WRONG_PIN: ("The PIN is wrong; try again", "PIN 码错误，请重试"),
    Code.NOBODY: ("Nobody is signed in; sign in first", "无人登录，请先登录"),
    Code.NOT_SIGNED_IN: ("Not signed in at this machine; sign in first", "未在本机登录，请先登录"),
    Code.NOT_ABLE: (
        "Not trained for this kind of machine; ask the team leader",
        "无此类设备资格，请联系班组长",
    ),
    Code.PERSON_BUSY: (
        "Already busy with attended work; pause or finish it first",
        "已有在做的有人工序，请先暂停或完工",
    ),
    Code.UNKNOWN_OPERATION: ("There is no such operation; refresh the screen", "没有这道工序，请刷新"),
    Code.UNKNOWN_MACHINE: ("There is no such machine", "没有这台设备"),
    Code.UNKNOWN_PERSON: ("There is no such person", "没有这个人员"),
    Code.UNKNOWN_BADGE: ("Nobody has this badge", "没有人使用此工牌"),
    Code.UNKNOWN_PROBLEM: ("There is no such problem; refresh the screen", "没有这个异常，请刷新"),
    Code.UNKNOWN_PURCHASE: ("There is no such purchase", "没有这条采购"),
    Code.UNKNOWN_QUESTION: ("There is no such question; refresh the screen", "没有这个待定报工，请刷新"),
    Code.UNKNOWN_PART: ("There is no such part", "没有这个零件"),
    Code.UNKNOWN_DRAWING: ("The part has no such drawing", "该零件没有这张图纸"),
    Code.UNKNOWN_DRAFT: ("This draft is gone; ask for a new one", "该草案已失效，请重新排程"),
    Code.UNKNOWN_IMPORT: ("This import is gone; upload the workbook again", "该导入已失效，请重新上传"),
    Code.UNKNOWN_KIND: ("There is no such kind of machine", "没有这个设备类型"),
    Code.ALREADY_STARTED: ("It is already started", "工序已开工"),
    Code.ALREADY_DONE: ("It is already finished", "工序已完工"),
    Code.CANCELLED: ("It is cancelled; ask the planner", "工序已取消，请联系计划员"),
    Code.HELD: ("It is on hold; ask the planner", "工序已暂停下达，请联系计划员"),
    Code.NOT_RUNNING: ("It is not running", "工序不在加工中"),
    Code.NOT_PAUSED: ("It is not paused", "工序没有暂停"),
    Code.NOT_STARTED: ("It was never started; start it first", "工序未开工，请先开工"),
    Code.NO_SETUP: ("Its setup is over already", "装夹已结束"),
    Code.PREDECESSOR_OPEN: ("An operation before it is not finished", "前置工序未完工"),
    Code.GATE_CLOSED: ("Something it needs is not there", "所需资料或工具未齐"),
    Code.MATERIAL_MISSING: ("Its material is not there", "材料未到"),
    Code.TOO_EARLY: ("It may not start yet", "未到允许开工时间"),
    Code.PROBLEM_OPEN: ("A problem on it is still open", "该工序有未解决的异常"),
    Code.MACHINE_NEEDED: ("Say on which machine it is done", "请指定设备"),
    Code.WRONG_MACHINE: ("It can't be done on this machine", "该工序不能在本机加工"),
    Code.MACHINE_DOWN: ("The machine is down", "设备故障停机"),
    Code.MACHINE_BUSY: ("Another operation is on the machine; finish it first", "设备上有其他工序，请先完工"),
    Code.MACHINE_IS_UP: ("The machine is not down", "设备没有停机"),
    Code.ID_REUSED: (
        "This id was already used for something else; send it with a new id",
        "该编号已被使用，请换新编号重发",
    ),
    Code.CANNOT_UNDO: ("It can no longer be undone: something happened since", "后续已有变化，无法撤销"),
    Code.PROBLEM_CLOSED: ("The problem is already solved", "异常已解决"),
    Code.PROBLEM_KNOWN: ("A problem with this id is already open", "该编号的异常已存在"),
    Code.PROBLEM_TAKEN: ("Somebody has it already", "已有人响应"),
    Code.PROBLEM_ANSWERED: ("It is answered already", "已有人到场或答复"),
    Code.TOO_MANY_PHOTOS: ("It has enough pictures", "照片已足够"),
    Code.REASON_NEEDED: ("Say why it is handed on", "请说明转交原因"),
    Code.UNKNOWN_DEPARTMENT: (
        "No such department or role can be called; choose one from the list",
        "没有这个部门或角色，请从列表中选择",
    ),
    Code.SAME_DEPARTMENT: (
        "This department has it already; choose another",
        "该部门已是责任部门，请选其他部门",
    ),
    Code.FORGOTTEN: (
        "Still running after the shift: was it finished?",
        "下班后仍在计时：是否已完工？",
    ),
    Code.NOT_YOUR_PEOPLE: (
        "This person belongs to another team; ask that team's leader or the planner",
        "该人员不属于您的班组，请联系其班组长或计划员",
    ),
    Code.NO_SHIFT: (
        "No shift of this person lies in that time; choose another time",
        "该时段内此人没有班次，请选择其他时间",
    ),
    Code.AWAY_ALREADY: ("This is told already", "已登记，无需重复"),
    Code.WRONG_SPAN: (
        "That does not go together; overtime is in hours or tomorrow, an absence in shifts or days",
        "类型与时段不符：加班选小时或明天，缺勤选班次或天数",
    ),
    Code.UNKNOWN_ATTENDANCE: ("Nothing of that kind is told of this person", "没有此人的该条登记"),
    Code.LOGIN_WITHOUT_PERSON: (
        "This account belongs to no person; ask the manager to say whose it is",
        "此账号未关联人员，请联系经理设置",
    ),
    Code.NOTE_EMPTY: ("Write what the next shift should know", "请填写交班内容"),
    Code.NOT_DUE: ("It does not climb just now", "目前无需升级"),
    Code.RULES_INCOMPLETE: ("Every kind of problem needs its rule, once", "每种异常必须且只能有一条规则"),
    Code.NOBODY_CALLED: (
        "A kind or a level calls nobody; name a department",
        "有规则未指定通知对象，请填写部门",
    ),
    Code.CALLED_TWICE: ("A kind calls a department twice; name it once", "同一部门被通知两次，请只填一次"),
    Code.TOO_MANY_LEVELS: ("A kind has too many levels; take some away", "升级层级过多，请减少"),
    Code.LIMITS_FALL: (
        "Limits must rise: acknowledge, then answer; each level later than the one before",
        "时限必须递增：先响应，后到场；每一级不早于前一级",
    ),
    Code.TOO_MANY_DUTIES: ("The duty list is too long", "值班表过长"),
    Code.ALREADY_RECEIVED: ("It has already been received", "已收货"),
    Code.EXPECTED_DATE: (
        "An expected gate needs a date, any other has none",
        "“预计”必须有日期，其他状态不能有日期",
    ),
    Code.EXPECTED_PAST: (
        "That moment has passed; say when it will be over, or that nobody knows",
        "该时间已过，请填写预计解决时间，或选择“未知”",
    ),
    Code.OPERATION_KNOWN: ("An operation with this id exists; choose another id", "工序编号已存在，请换编号"),
    Code.UNKNOWN_PREDECESSOR: ("An operation in `after` does not exist", "前置工序不存在"),
    Code.UNKNOWN_ORDER: ("There is no such order", "没有这个订单"),
    Code.OTHER_MOLD: ("The part above belongs to another mold", "上级零件属于另一副模具"),
    Code.CIRCLE: (
        "It would wait for itself; look at steps, parents and `after`",
        "会形成循环等待，请检查工步、上级零件和前置工序",
    ),
    Code.ALREADY_DECIDED: ("It has already been decided", "已处理"),
    Code.PLAN_OUTDATED: (
        "The shop was replaced since this plan was made; plan again",
        "车间数据已更换，请重新排程",
    ),
    Code.NO_SHOP: ("There is no shop yet; import a workbook first", "还没有车间数据，请先导入工作簿"),
    Code.RATE: ("The rate must be between 0.01 and 1000", "倍速须在 0.01 到 1000 之间"),
    Code.ONLY_DEMO: ("Only the demo's clock can be changed", "只有演示模式可以改变时钟"),
    Code.EDITED_MEANWHILE: (
        "Somebody else has changed this meanwhile; look at the changes again",
        "他人已修改这些内容，请重新核对",
    ),
    Code.NOTHING_EDITED: ("Nothing would change", "没有任何更改"),
    Code.REPORTED_AT_MACHINES: (
        "Work is begun and finished at the machine, not in a table",
        "开工、完工须在机台报工，不能在表格中填写",
    ),
    Code.TOO_MUCH_REFUSED: (
        "Too many rows do not fit together; take them in smaller parts",
        "相互矛盾的行过多，请分批导入",
    ),
    Code.UNKNOWN_CALENDAR: ("There is no such calendar", "没有这个日历"),
    Code.PINNED_THERE: (
        "Work that is pinned to this machine could no longer be done on it; take the pin off first",
        "锁定在本机的工序将无法在本机加工，请先取消锁定",
    ),
    Code.BADGE_TAKEN: ("Another person has this badge", "该工牌已属于他人"),
    Code.LEADS_HIMSELF: ("Somebody would be their own leader", "上级不能绕回本人"),
    Code.UNKNOWN_LEDGER_ITEM: (
        "There is no such item in the ledger; refresh the screen",
        "台账中没有此项，请刷新",
    ),
    Code.LEDGER_ITEM_KNOWN: ("This is in the ledger already", "台账中已有此项"),
    Code.LEDGER_STAGE: (
        "The item has no such step now; refresh the screen",
        "当前阶段不能进行此步骤，请刷新",
    ),
    Code.LEDGER_TEXT_NEEDED: ("Say in a few words what was done or found", "请填写说明"),
    Code.LEDGER_NOT_OWNER: (
        "Somebody else is named as its owner; have it assigned to you first",
        "该项责任人是他人，请先转派",
    ),
    Code.LEDGER_VERIFIER_NEEDED: ("Say who has verified it", "请填写验证人"),
    Code.LEDGER_OWNER_VERIFIES: (
        "Its owner can't verify it, nor who reported it done; somebody else must look",
        "责任人和完成人不能自行验证，须由他人验证",
    ),
    Code.LEDGER_CAUSE_NEEDED: (
        "A major item is closed only with its root cause",
        "重大项须填写根本原因才能销号",
    ),
    Code.LEDGER_NORM_NEEDED: (
        "A major item is closed only when a checklist, template or standard time was changed",
        "重大项须修订检查表、模板或标准工时才能销号",
    ),
    Code.LEDGER_ALLOWER_NEEDED: ("Say who allows the new deadline", "请填写批准人"),
    Code.LEDGER_OWNER_DEADLINE: (
        "Its owner can't set the deadline; ask the leader",
        "责任人不能自行设定时限，请联系上级",
    ),
    Code.LEDGER_OWNER_LEVEL: (
        "Its owner can't change the level; ask the leader",
        "责任人不能更改级别，请联系上级",
    ),
    Code.LEDGER_DEADLINE_PAST: ("The deadline must be in the future", "时限须晚于当前时间"),
    Code.LEDGER_NOT_OVERDUE: ("The item is not overdue for so long", "该项尚未逾期到此级"),
    Code.LEDGER_PHOTOS_FULL: ("An item holds 12 pictures at most", "每项最多 12 张图片"),
    Code.UNKNOWN_PHOTO: ("This picture is not here; upload it again", "图片不存在，请重新上传"),
    Code.UNKNOWN_MOLD: ("There is no such mold", "没有这副模具"),
    Code.MOLD_KNOWN: (
        "A mold with this id has parts already; choose another id",
        "该模具编号已有零件，请换编号",
    ),
    Code.NOTHING_NEW: ("This changes nothing: the shop has it all already", "没有变化，系统中已有这些内容"),
    Code.NOTHING_TO_CHANGE: (
        "There is nothing here that could be changed so; what has begun is ended at its machine",
        "没有可更改的工序，已开工的须在机床上完工",
    ),
    Code.CARRIES_MILESTONE: (
        "The date of trial or delivery hangs on this operation; cancel the whole mold, or another step",
        "试模或交付日期取决于该工序，请取消整副模具或其他工序",
    ),
    Code.SPLIT_MINUTES: (
        "The first piece must have some of the run minutes, not all of them",
        "第一段须为部分加工时间，不能是全部",
    ),
    Code.IS_OUTSIDE: ("This operation is a supplier's already", "该工序已外协"),
    Code.NEVER_INSIDE: (
        "This operation was never planned inside; add a step in its place and cancel it",
        "该工序从未在厂内安排，请新增工序后取消该工序",
    ),
    Code.UNKNOWN_STEP: ("A repair has no such step", "修模没有这道工序"),
    Code.MOLD_WITHOUT_WORK: (
        "That mold has no operations to copy; choose another",
        "该模具没有可复制的工序，请另选",
    ),
    Code.NO_TRIAL: ("This operation is no trial", "该工序不是试模"),
    Code.NOT_APPROVED: (
        "It begins only when a trial of the mold is approved",
        "须试模认可后才能开工",
    ),
    Code.PRESS_TOO_WEAK: (
        "The press is too weak for this mold; choose a larger one",
        "试模机吨位不足，请选更大吨位的机台",
    ),
    Code.PRESS_TAKEN: (
        "The press is taken by another trial then; choose another time or press",
        "该时段试模机已被预约，请换时间或机台",
    ),
    Code.BOOKED_PAST: ("That moment has passed; choose a later one", "该时间已过，请选择更晚的时间"),
    Code.NOT_RECORDED: ("Its trial sheet is missing; record it first", "试模记录未填写，请先填写"),
    Code.TRIAL_FAILED: ("A failed trial can't be approved", "试模不合格，不能认可"),
    Code.APPROVED_ALREADY: ("The trial is approved already", "该试模已认可"),
    Code.NO_ISSUES: ("Name at least one issue", "请至少填写一条问题"),
    Code.MINUTES_NEEDED: ("Say how many minutes the work takes", "请填写工时（分钟）"),
    Code.OTHER_BENCH: (
        "The mold stays at the bench of its lead fitter",
        "该模具固定在主钳工的工位上",
    ),
    Code.NO_SUCH_CAVITY: ("The mold has no such cavity", "模具没有该型腔"),
    Code.PURCHASE_KNOWN: ("A purchase with this number exists; choose another", "采购单号已存在，请换一个"),
    Code.QUANTITY: ("The quantity must be more than 0", "数量必须大于 0"),
    Code.NOTHING_CHOSEN: ("Nothing is chosen; choose what goes or comes", "未选择工序，请先选择"),
    Code.NOT_OUTSIDE: ("This is not done at a supplier", "该工序不是外协工序"),
    Code.BACK_PAST: ("It can't be back in the past; choose a later date", "返回时间须晚于当前时间"),
    Code.UNKNOWN_LABEL: ("Nothing here has this label", "没有这个标签对应的物品"),
    Code.SCAN_PLACE: ("Scan the place first, then what lies there", "请先扫位置，再扫放在那里的物品"),
    Code.LOAD_BACK: ("Nothing of this load is away any more", "这一批已全部返回"),
    Code.PLACE_NEEDED: ("Say where it lies, in 60 characters at most", "请填写位置，最多 60 个字符"),
    Code.UNKNOWN_CHANGE: ("There is no such change", "没有这份设变"),
    Code.CHANGE_CLOSED: ("The change is taken or withdrawn already", "该设变已执行或已撤回"),
    Code.CHANGE_EXISTS: ("This change is opened already", "该设变已登记"),
    Code.TITLE_NEEDED: ("Say what changes", "请填写变更内容"),
    Code.PARTS_NEEDED: ("Name at least one part of the mold", "请至少选择一个零件"),
    Code.NOT_TOUCHED: ("The change does not touch this", "该设变不涉及此项"),
    Code.NOT_DECIDED: (
        "Say what is done with everything that has begun",
        "已开工的零件须逐项确定处理方式",
    ),
    Code.NOT_STOPPED: ("The change has stopped nothing", "该设变没有暂停任何工序"),
    Code.NOT_FOR_PURCHASES: (
        "What is bought is kept, cancelled or ordered anew",
        "采购件只能保留、取消或重新订购",
    ),
    Code.NO_ELECTRODE: ("This part is no electrode", "该零件不是电极"),
    Code.NOT_MADE: ("It is not made yet; measure it then", "电极尚未加工完，完工后再检测"),
    Code.PLAN_MOVED: (
        "The live plan is another one by now; bring the draft onto it, look at it again and publish it then",
        "当前计划已更新，请先将草案移到新计划上，核对后再发布",
    ),
    Code.PLANNER_SILENT: (
        "The planner has not answered in time; try again in a moment",
        "排程服务未及时回应，请稍后重试",
    ),
    Code.NO_ANSWER: ("The planner can't answer this", "无法给出答案"),
    Code.DRAFT_BROKEN: (
        "The draft breaks a rule of the shop and was not kept; so many rules",
        "草案违反车间规则，未保存；违反条数",
    ),
    Code.NOT_ADOPTABLE: (
        "A machine or person that is not there yet can't be planned with; add it with the workbook first",
        "尚不存在的设备或人员不能用于排程，请先通过工作簿导入",
    ),
}


class Refusal(UserMistake):
    """The floor says no. `facts` names what is in the way."""

    def __init__(self, code: Code, facts: Mapping[str, str | int | float] | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts: dict[str, str | int | float] = dict(facts or {})

    def __str__(self) -> str:
        return self.message("en")

    def message(self, language: str) -> str:
        """One sentence in `language` (en, or zh-hans), then what is in the way."""
        text = text_of(self.code, language)
        named = ", ".join(str(fact) for fact in self.facts.values() if fact != "")
        if not named:
            return text + _stop(language)
        colon = ": " if language == "en" else "："
        return f"{text}{colon}{named}"


def text_of(code: str, language: str) -> str:
    """The sentence of a code without its facts; an unknown code stands for itself."""
    try:
        english, chinese = _TEXTS[Code(code)]
    except ValueError:
        return code
    return english if language == "en" else chinese


def _stop(language: str) -> str:
    return "." if language == "en" else "。"
