"""Files that come in and go out: workbooks, logs, journals."""
