"""Plans made as of a past day, from what was known then, held against what really happened."""

from sprue.replay.known import Known, known_at
from sprue.replay.report import OrderResult, Report, compare
from sprue.replay.shop_then import Assumption, ShopThen, shop_at

__all__ = ["Assumption", "Known", "OrderResult", "Report", "ShopThen", "compare", "known_at", "shop_at"]
