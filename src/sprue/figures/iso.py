"""Figures of machines by ISO 22400-2, each with what it is in a shop of one-off work."""

from sprue.figures import dates, labor
from sprue.figures.figure import PLACES, Figure, Unit, Words

ISO_22400: tuple[Figure, ...] = (
    Figure(
        "utilization",
        Words("Utilization", "设备利用率"),
        Words(
            "open hours of machines in which work was reported (setting up too) ÷ their open hours",
            "设备开机班次内报工的小时（含装夹） ÷ 开机班次小时",
        ),
        Unit.SHARE,
        labor.utilization,
        by=PLACES,
        in_hours=True,
    ),
    Figure(
        "availability",
        Words("Availability", "可用率"),
        Words(
            "ISO 22400-2: running time (no setting up) in planned busy time ÷ planned busy time; "
            "planned busy time is "
            "when the calendar says open",
            "ISO 22400-2：计划忙时内的加工时间（不含装夹） ÷ 计划忙时；计划忙时＝日历开机时间",
        ),
        Unit.SHARE,
        labor.availability,
        by=PLACES,
        in_hours=True,
    ),
    Figure(
        "estimate_accuracy",
        Words("Estimate accuracy", "估时准确度"),
        Words(
            "estimated hours ÷ worked hours of finished operations (ISO 22400-2 calls it "
            "effectiveness); under 1 work "
            "took longer than estimated",
            "完工工序的估计工时 ÷ 实际工时（ISO 22400-2 称有效性）；小于 1 表示超出估计",
        ),
        Unit.TIMES,
        labor.estimate_accuracy,
        digits=2,
        by=PLACES,
    ),
    Figure(
        "quality_ratio",
        Words("Quality ratio", "合格品率"),
        Words(
            "good pieces ÷ pieces made, of finished operations; where nothing was said it is one good piece",
            "完工工序的合格件数 ÷ 加工件数；未填数量按一件合格计",
        ),
        Unit.SHARE,
        labor.pieces,
        by=PLACES,
    ),
    Figure(
        "oee",
        Words("OEE", "设备综合效率 OEE"),
        Words(
            "availability × estimate accuracy × quality ratio",
            "可用率 × 估时准确度 × 合格品率",
        ),
        Unit.SHARE,
        by=PLACES,
        product=("availability", "estimate_accuracy", "quality_ratio"),
    ),
    Figure(
        "nee",
        Words("Net equipment effectiveness", "设备净效率 NEE"),
        Words(
            "utilization × estimate accuracy × quality ratio (as OEE, with setting up counted as work)",
            "设备利用率 × 估时准确度 × 合格品率（与 OEE 相同，装夹计入加工）",
        ),
        Unit.SHARE,
        by=PLACES,
        product=("utilization", "estimate_accuracy", "quality_ratio"),
    ),
    Figure(
        "allocation",
        Words("Allocation efficiency", "分配效率"),
        Words(
            "ISO 22400-2: busy time in planned busy time ÷ planned busy time; busy is setting up, "
            "running, and pauses "
            "of work that went on on the same machine",
            "ISO 22400-2：计划忙时内的实际忙时 ÷ 计划忙时；忙时＝装夹、加工及同机继续加工前的暂停",
        ),
        Unit.SHARE,
        labor.allocation,
        by=PLACES,
        in_hours=True,
    ),
    Figure(
        "utilization_efficiency",
        Words("Utilization efficiency", "利用效率"),
        Words(
            "ISO 22400-2: running time ÷ busy time, both in planned busy time",
            "ISO 22400-2：加工时间 ÷ 实际忙时（均在计划忙时内）",
        ),
        Unit.SHARE,
        labor.utilization_efficiency,
        by=PLACES,
        in_hours=True,
    ),
    Figure(
        "technical_efficiency",
        Words("Technical efficiency", "技术效率"),
        Words(
            "ISO 22400-2: running time ÷ (running time + time out of order), both in planned busy time",
            "ISO 22400-2：加工时间 ÷（加工时间 + 故障时间），均在计划忙时内",
        ),
        Unit.SHARE,
        labor.technical_efficiency,
        by=PLACES,
        in_hours=True,
    ),
    Figure(
        "setup_ratio",
        Words("Setup ratio", "装夹比"),
        Words(
            "ISO 22400-2: setting up ÷ (setting up + running); setting up is the estimated setup at the "
            "beginning of "
            "the work where the log does not tell it apart",
            "ISO 22400-2：装夹时间 ÷（装夹时间 + 加工时间）；未单独报装夹时取开工起的估计装夹时间",
        ),
        Unit.SHARE,
        labor.setup_ratio,
        by=PLACES,
        in_hours=True,
        better_low=True,
    ),
    Figure(
        "allocation_ratio",
        Words("Work on the way", "在制加工比"),
        Words(
            "ISO 22400-2, allocation ratio: hours worked on molds that were delivered ÷ clock hours "
            "from their first "
            "start to delivery; above 1 where several machines work on a mold at once",
            "ISO 22400-2 分配比：已交付模具的加工小时 ÷ 首次开工到交付的日历小时；多台设备同时加工时可大于 1",
        ),
        Unit.TIMES,
        dates.on_the_way,
        digits=2,
    ),
    Figure(
        "rework_ratio",
        Words("Rework ratio", "返工比"),
        Words(
            "hours of rework ÷ hours worked, of work that ended",
            "返工小时 ÷ 已结束加工的全部小时",
        ),
        Unit.SHARE,
        labor.rework,
        by=PLACES,
        better_low=True,
    ),
    Figure(
        "repair_time",
        Words("Time to repair", "平均修复时间 MTTR"),
        Words(
            "clock hours out of order ÷ number of times, of machines that came back",
            "已恢复设备的故障日历小时 ÷ 故障次数",
        ),
        Unit.HOURS,
        labor.repair_hours,
        digits=1,
        by=PLACES,
        better_low=True,
    ),
    Figure(
        "between_failures",
        Words("Between failures", "平均无故障时间 MTBF"),
        Words(
            "hours worked by machines ÷ times a machine went out of order; unknown where none did",
            "设备加工小时 ÷ 故障次数；无故障时为未知",
        ),
        Unit.HOURS,
        labor.hours_between_failures,
        digits=1,
        by=PLACES,
    ),
)
