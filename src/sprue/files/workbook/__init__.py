"""The shop workbook: Excel or CSV in and out (docs/workbook.md).

`read` and `read_upload` give a shop or all faults; `write_shop` and `write_plan` write.
"""

from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.plans import write_plan
from sprue.files.workbook.reading import ReadResult, read, read_upload
from sprue.files.workbook.writing import write_shop

__all__ = ["Fault", "FaultCode", "ReadResult", "read", "read_upload", "write_plan", "write_shop"]
