"""The figures that lead: dates kept, days kept, waiting, nights, trials, first pass, response."""

from sprue.figures import dates, labor, responding
from sprue.figures.evidence import By, middle, most_by_kind
from sprue.figures.figure import MACHINES, PLACES, Figure, Unit, Words

LEADING: tuple[Figure, ...] = (
    Figure(
        "on_time",
        Words("First trial on time", "首次试模准时率"),
        Words(
            "molds whose first trial ended by its promised date ÷ molds whose first trial ended and had "
            "a date",
            "按承诺日期完成首次试模的模具数 ÷ 完成首次试模且有承诺日期的模具数",
        ),
        Unit.SHARE,
        dates.trials_on_time,
        lead=True,
        past=True,
    ),
    Figure(
        "delivery_on_time",
        Words("Delivery on time", "交付准时率"),
        Words(
            "molds delivered by their due date ÷ molds delivered that had a due date",
            "按交期交付的模具数 ÷ 已交付且有交期的模具数",
        ),
        Unit.SHARE,
        dates.deliveries_on_time,
        lead=True,
        past=True,
    ),
    Figure(
        "adherence",
        Words("Schedule adherence", "计划达成率"),
        Words(
            "operations finished by the end of the day on which the plan of that morning let them end ÷ "
            "operations "
            "that it let end then (today: by now)",
            "当日早晨计划应完工且当日完工的工序数 ÷ 当日早晨计划应完工的工序数（当天：截至现在）",
        ),
        Unit.SHARE,
        dates.adherence,
        by=PLACES,
        lead=True,
    ),
    Figure(
        "bottleneck_queue",
        Words("Bottleneck queue", "瓶颈排队"),
        Words(
            "waiting hours of all operations that began, of the kind of machine where most was waited; "
            "an operation "
            "waits from the last of: operation before, gate, material, until it begins (clock hours)",
            "已开工工序的等待小时数之和，取等待最多的设备类型；等待＝从前道工序、齐套条件、材料最后一项到位到开工（日历小时）",
        ),
        Unit.HOURS,
        dates.waited,
        most_by_kind,
        1,
        frozenset({By.KIND}),
        lead=True,
        better_low=True,
    ),
    Figure(
        "queue",
        Words("Waiting before start", "开工前等待"),
        Words(
            "waiting hours of operations that began ÷ their number (clock hours)",
            "已开工工序的等待小时数之和 ÷ 工序数（日历小时）",
        ),
        Unit.HOURS,
        dates.waited,
        digits=1,
        by=PLACES,
        better_low=True,
    ),
    Figure(
        "unattended",
        Words("Unattended share", "无人加工占比"),
        Words(
            "minutes worked outside open hours ÷ all minutes worked, of machines that may run alone",
            "可无人设备在开机班次外的加工分钟 ÷ 其全部加工分钟",
        ),
        Unit.SHARE,
        labor.unattended,
        by=MACHINES,
        lead=True,
        in_hours=True,
    ),
    Figure(
        "trials_to_approval",
        Words("Trials to approval", "试模合格次数"),
        Words(
            "trials of molds that were delivered, until delivery ÷ molds delivered that had a trial",
            "已交付模具在交付前的试模次数 ÷ 有试模记录的已交付模具数",
        ),
        Unit.TRIALS,
        dates.trials_to_approval,
        digits=2,
        lead=True,
        past=True,
        better_low=True,
    ),
    Figure(
        "approved_after",
        Words("Trials until the customer's approval", "客户认可前试模次数"),
        Words(
            "trials of molds whose first approval was recorded, until it ÷ molds approved first",
            "首次认可的模具在认可前的试模次数 ÷ 首次认可的模具数",
        ),
        Unit.TRIALS,
        dates.approved_after,
        digits=2,
        better_low=True,
    ),
    Figure(
        "first_pass",
        Words("First pass yield", "一次合格率"),
        Words(
            "operations finished without quality problem, rejected piece and rework ÷ operations finished",
            "无质量异常、无报废、无返工的完工工序数 ÷ 完工工序数",
        ),
        Unit.SHARE,
        labor.first_pass,
        by=PLACES,
        lead=True,
    ),
    Figure(
        "response",
        Words("Response", "响应时间"),
        Words(
            "median of the minutes from the call of a department until somebody has the problem",
            "从呼叫部门到有人接手异常的分钟数的中位数",
        ),
        Unit.MINUTES,
        responding.response,
        middle,
        1,
        PLACES,
        lead=True,
        better_low=True,
    ),
    Figure(
        "answer",
        Words("Answer", "到场时间"),
        Words(
            "median of the minutes from the call of a department until somebody is there or has answered",
            "从呼叫部门到有人到场或答复的分钟数的中位数",
        ),
        Unit.MINUTES,
        responding.answer,
        middle,
        1,
        PLACES,
        better_low=True,
    ),
    Figure(
        "closing",
        Words("Closing", "关闭时间"),
        Words(
            "median of the minutes from a problem's report until it is solved",
            "从异常上报到解决的分钟数的中位数",
        ),
        Unit.MINUTES,
        responding.closing,
        middle,
        1,
        PLACES,
        better_low=True,
    ),
)
