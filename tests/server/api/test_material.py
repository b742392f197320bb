"""The buyers' desk over the interface: lists, filters, Excel, scans, learned delays, places."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

from python_calamine import CalamineWorkbook

from sprue.server.floor import actions
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.who import SERVER
from sprue.shop.ids import OperationId, PurchaseId
from sprue.shop.records import Work
from tests.core.floor.shops import NOW, small_plan
from tests.core.floor.test_material import hardening
from tests.server.askers import Asker, Askers, code_of


def send(asker: Asker, kind: str, **fields: Any) -> Any:
    return asker.ask("POST", "/api/commands", {"id": str(uuid4()), "kind": kind, **fields})


def done(asker: Asker, kind: str, **fields: Any) -> None:
    answer = send(asker, kind, **fields)
    assert answer.status_code == 200, answer.content


def read(asker: Asker, path: str) -> Any:
    return asker.read(path)


def in_days(days: float) -> str:
    return (NOW + timedelta(days=days)).isoformat()


def two_to_harden() -> None:
    actions.import_shop(hardening(), SERVER)
    actions.publish_plan(small_plan(), SERVER)


def test_shortages_are_filtered_and_taken_as_excel(askers: Askers) -> None:
    buyer = askers["buyer"]
    rows = read(buyer, "/api/material/shortages")
    assert [row["id"] for row in rows] == ["pins", "steel"]
    assert [row["undated"] for row in rows] == [True, False]
    done(buyer, "place_purchase", part="core", item="1.2343", supplier="Huaxin", promised=in_days(3))
    assert [row["id"] for row in read(buyer, "/api/material/shortages?supplier=Huaxin")] == ["PO-core"]
    assert read(buyer, "/api/material/shortages?mold=none") == []
    assert [row["id"] for row in read(buyer, "/api/material/shortages?words=s136%20plate")] == ["steel"]
    answer = buyer.ask("GET", "/api/material/excel?page=shortages&supplier=Huaxin&lang=zh-hans")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names
    head, row = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name(sheet).to_python()
    )
    assert (sheet, head[0], row[0], row[2]) == ("缺料", "物料", "1.2343", "Huaxin")


def test_every_list_is_a_workbook_in_both_languages(askers: Askers) -> None:
    two_to_harden()
    buyer = askers["buyer"]
    done(buyer, "send_outside", operations=["core-heat"], supplier="Yongxin")
    for page in ("shortages", "purchases", "outside", "suppliers"):
        for language in ("en", "zh-hans"):
            answer = buyer.ask("GET", f"/api/material/excel?page={page}&lang={language}&received=true")
            book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
            rows = book.get_sheet_by_index(0).to_python()
            assert len(rows) > 1, page
    assert buyer.ask("GET", "/api/material/excel?page=other").status_code == 422


def test_a_purchase_from_order_to_receipt(askers: Askers) -> None:
    buyer = askers["buyer"]
    done(buyer, "place_purchase", part="core", supplier="Huaxin", quantity=1, promised=in_days(3))
    [row] = read(buyer, "/api/material/purchases?supplier=Huaxin")
    assert (row["id"], row["item"], row["quantity"], row["received"]) == ("PO-core", "Core", 1.0, None)
    first = row["promised"]
    done(buyer, "promise_purchase", purchase="PO-core", promised=in_days(5))
    [row] = read(buyer, "/api/material/purchases?supplier=Huaxin")
    assert row["first_promised"] == first
    assert row["promised"] > first
    # By its own label, and by that of the part.
    for code in ("PO-core", "core"):
        seen = read(buyer, f"/api/material/scan?code={code}")
        assert [one["id"] for one in seen["purchases"]] == ["PO-core"]
    done(buyer, "receive_material", purchase="PO-core")
    assert read(buyer, "/api/material/scan?code=core")["purchases"] == []
    assert code_of(send(buyer, "receive_material", purchase="PO-core")) == "already_received"
    [row] = read(buyer, "/api/material/purchases?supplier=Huaxin")
    assert row["received"] is not None


def test_a_terminal_receives_by_the_label_of_the_purchase(askers: Askers) -> None:
    station = askers["station"]
    found = read(station, "/api/travelers?code=steel&machine=cnc-1")
    assert (found["action"], found["purchases"], found["mold"]) == ("receive", ["steel"], "M1")
    # The part's own label says that its material is missing, and what would bring it in.
    part = read(station, "/api/travelers?code=plate&machine=cnc-1")
    assert (part["action"], part["purchases"]) == (None, ["steel"])
    # A traveler's operation is no delivery.
    assert "purchases" not in read(station, "/api/travelers?code=plate-1&machine=cnc-1")
    assert read(station, "/api/travelers?code=purchase:steel&machine=cnc-1")["items"][0]["item"] == "S136"
    mold = read(station, "/api/travelers?code=M1&machine=cnc-1")
    assert (mold["mold"], mold["action"]) == ("M1", None)
    done(station, "scan_goods", codes=["steel"], what="received")
    assert read(station, "/api/travelers?code=steel&machine=cnc-1")["action"] is None


def test_a_load_goes_out_and_comes_back_and_teaches(askers: Askers) -> None:
    two_to_harden()
    buyer, planner = askers["buyer"], askers["planner"]
    seen = read(buyer, "/api/material/outside")
    assert {one["operation"] for one in seen["to_send"] if one["ready"]} == {"core-heat", "slide-heat"}
    assert read(buyer, "/api/material/scan?code=core-heat")["action"] == "send"
    station = askers["station"]
    assert read(station, "/api/travelers?code=h-core&machine=cnc-1")["action"] == "out"
    assert read(station, "/api/travelers?code=load:1&machine=cnc-1")["action"] is None
    done(buyer, "send_outside", operations=["core-heat", "slide-heat"], supplier="Yongxin")
    for code in ("core-heat", "load:1"):
        back = read(station, f"/api/travelers?code={code}&machine=cnc-1")
        assert (back["action"], len(back["load"]), back["supplier"]) == ("back", 2, "Yongxin")
    [load] = read(buyer, "/api/material/outside")["away"]
    assert (load["batch"], load["supplier"], len(load["operations"])) == ("1", "Yongxin", 2)
    assert load["operations"][0]["where"]["at"] == "supplier"
    assert read(buyer, "/api/material/scan?code=h-core")["action"] == "back"
    done(buyer, "change_load", operation="core-heat", back=in_days(9))
    done(buyer, "bring_back", operations=["core-heat", "slide-heat"])
    assert read(buyer, "/api/material/outside")["away"] == []
    [row] = [r for r in read(buyer, "/api/material/suppliers")["rows"] if r["supplier"] == "Yongxin"]
    assert (row["what"], row["count"], row["counts"], row["open"]) == ("outside", 1, False, 0)
    assert code_of(send(buyer, "learn_suppliers", on=True)) == "forbidden"
    done(planner, "learn_suppliers", on=True)
    assert read(buyer, "/api/material/suppliers")["switched"]["actor"] == "planner"
    assert memory.catch_up().operation(OperationId("core-heat")).work is Work.DONE


def test_late_deliveries_move_what_is_promised_when_it_is_switched_on(askers: Askers) -> None:
    buyer, planner = askers["buyer"], askers["planner"]
    for number in range(3):
        promised = in_days(-2)
        done(
            buyer,
            "place_purchase",
            part="core",
            supplier="Huaxin",
            promised=promised,
            purchase=f"old-{number}",
        )
        done(buyer, "receive_material", purchase=f"old-{number}")
    done(buyer, "place_purchase", part="core", supplier="Huaxin", promised=in_days(5), purchase="new")
    done(planner, "learn_suppliers", on=True)
    [learned] = read(buyer, "/api/material/suppliers")["learned"]
    assert (learned["supplier"], learned["count"]) == ("Huaxin", 3)
    [row] = [r for r in read(buyer, "/api/material/purchases") if r["id"] == "new"]
    assert row["expected"] > row["promised"]
    state = memory.catch_up()
    moved = state.shop_at(NOW).purchases[PurchaseId("new")].promised
    promised_for = state.shop.purchases[PurchaseId("new")].promised
    assert moved is not None
    assert promised_for is not None
    assert timedelta(days=1.9) < moved - promised_for < timedelta(days=2.1)
    done(planner, "learn_suppliers", on=False)
    assert read(buyer, "/api/material/suppliers")["learned"] == []


def test_where_a_part_lies_is_found_and_outlives_an_import(askers: Askers) -> None:
    station, buyer = askers["station"], askers["buyer"]
    done(station, "place_part", part="core", place="place:A-03", person="li")
    done(buyer, "place_part", mold="M1", place="Hall 2")
    actions.import_shop(hardening(), SERVER)
    fresh = Memory()
    fresh.catch_up()
    assert fresh.state.supply == memory.catch_up().supply
    found = read(buyer, "/api/material/where?words=core")
    [part] = [one for one in found["parts"] if one["part"] == "core"]
    assert (part["where"]["name"], part["where"]["by"], part["next"]["operation"]) == (
        "A-03",
        "Li Wei",
        "mill",
    )
    assert found["places"] == ["A-03", "Hall 2"]
    [mold] = read(buyer, "/api/material/where?words=M1")["molds"]
    assert mold["where"]["name"] == "Hall 2"


def test_kits_tell_what_is_missing(askers: Askers) -> None:
    [kit] = read(askers["buyer"], "/api/material/kits?mold=M1")
    assert (kit["operation"], kit["here"], kit["total"]) == ("assemble", 0, 3)
    assert {piece["what"] for piece in kit["missing"]} == {"material", "work"}
    assert read(askers["buyer"], "/api/material/kits?mold=M2") == []
