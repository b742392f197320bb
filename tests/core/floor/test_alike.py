"""The same elsewhere: which records are like a matter, in both languages, and why."""

from dataclasses import replace
from datetime import timedelta

from sprue.floor import commands as co
from sprue.floor import ledger_commands as lc
from sprue.floor.view.alike import Likeness, Wanted, alike, like_operations, wanted_of, words_of
from sprue.shop.ids import LedgerItemId, OperationId, PartId
from sprue.shop.ledger import Source
from sprue.shop.problems import ProblemKind
from sprue.shop.shop import Shop
from tests.core.floor.shops import E1, LI, M2, Hall, op, small_plan, small_shop
from tests.core.floor.shops import EDM as EDM_KIND

MATTERS = {
    "gap-zh": ("电极 E-07 火花位过大，型腔尺寸超差", ProblemKind.ELECTRODE, "erode"),
    "crash-zh": ("主轴撞刀，零件报废", ProblemKind.MACHINE, "mill"),
    "gap-en": ("Spark gap of electrode too large, cavity out of tolerance", ProblemKind.ELECTRODE, "erode"),
    "steel": ("Steel with a crack", ProblemKind.MATERIAL, "plate-1"),
}


def shop_with_classes() -> Shop:
    shop = small_shop()
    core = replace(shop.parts[PartId("core")], part_class="core_insert")
    twin = replace(core, id=PartId("core-2"), name="Core 2")
    parts = {**shop.parts, core.id: core, twin.id: twin}
    more = {OperationId("erode-2"): op("erode-2", "core-2", 20, EDM_KIND)}
    return replace(shop, parts=parts, operations={**shop.operations, **more})


def hall() -> Hall:
    found = Hall(shop_with_classes())
    for name, (text, kind, operation) in MATTERS.items():
        found.do(
            lc.OpenLedgerItem(
                LedgerItemId(name),
                Source.INSPECTION,
                kind,
                text,
                "EDM",
                operation=OperationId(operation),
                person=LI,
            )
        )
        found.later(minutes=1)
    return found


def names(found: Hall, wanted: Wanted) -> list[str]:
    return [one.item for one in alike(wanted, found.store.state.ledger, found.store.state.shop)]


def test_words_are_pairs_of_chinese_characters_and_whole_latin_words() -> None:
    assert words_of("电极E-07 火花位, Ø12") == {"电极", "e", "07", "火花", "花位", "12"}
    assert words_of("孔") == {"孔"}


def test_chinese_words_find_the_chinese_record_first() -> None:
    assert names(hall(), Wanted("火花位偏大"))[0] == "gap-zh"


def test_english_words_find_the_english_record_only() -> None:
    assert names(hall(), Wanted("the spark gap is wrong")) == ["gap-en"]


def test_the_same_kind_class_and_machine_are_enough_without_a_word_in_common() -> None:
    wanted = Wanted("完全不同", ProblemKind.ELECTRODE, PartId("core"), OperationId("erode"))
    found = alike(wanted, hall().store.state.ledger, shop_with_classes())
    assert {one.item for one in found} == {"gap-zh", "gap-en"}
    assert found[0].why == (
        Likeness.KIND,
        Likeness.PART_CLASS,
        Likeness.PART_NAME,
        Likeness.MACHINE_KIND,
    )
    assert found[0].score == 3.0
    assert found[0].item == "gap-en", "of equal ones the newest comes first"


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    found = hall()
    ranked = names(found, Wanted("electrode crack"))
    assert set(ranked) == {"gap-en", "steel"}
    found.do(
        lc.OpenLedgerItem(
            LedgerItemId("more"), Source.MEETING, ProblemKind.OTHER, "One more electrode", "EDM", person=LI
        )
    )
    assert names(found, Wanted("electrode crack"))[0] == "steel"


def test_nothing_in_common_shows_nothing() -> None:
    assert names(hall(), Wanted("hot runner leaks", ProblemKind.OTHER)) == []


def test_an_item_is_like_itself_first() -> None:
    found = hall()
    item = found.store.state.ledger[LedgerItemId("crash-zh")]
    first = alike(wanted_of(item), found.store.state.ledger, found.store.state.shop)[0]
    assert (first.item, first.score) == ("crash-zh", 7.0)


def test_open_work_of_like_parts_is_named_until_it_is_done() -> None:
    found = Hall(shop_with_classes())
    wanted = Wanted("", part=PartId("core"), operation=OperationId("erode"))
    assert like_operations(wanted, found.store.state) == ["erode-2"]
    found.do(co.BadgeIn(person=LI, machine=E1))
    found.do(co.Start(OperationId("erode-2"), E1, LI))
    assert like_operations(wanted, found.store.state) == ["erode-2"]
    found.do(co.Finish(OperationId("erode-2"), LI))
    assert like_operations(wanted, found.store.state) == []


def test_the_next_planned_comes_first_and_a_part_without_class_goes_by_name() -> None:
    found = Hall()
    plan = small_plan()
    moved = tuple(
        replace(row, setup_start=row.setup_start - timedelta(days=9)) if row.operation == "trial" else row
        for row in plan.rows
    )
    found.do(co.PublishPlan(replace(plan, rows=moved)))
    wanted = Wanted("", part=PartId("base"))
    assert like_operations(wanted, found.store.state) == ["trial", "later", "assemble"]
    assert like_operations(Wanted("", machine=M2), found.store.state) == []
