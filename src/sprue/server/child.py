"""Runs a module as a process that ends with its parent: `python -m sprue.server.child MODULE ARGUMENTS…`.

The parent holds the other end of standard input. When it is gone, for whatever reason (kill -9 too),
the pipe ends, and so does this process: nothing goes on writing behind the back of the next start.
"""

import os
import runpy
import signal
import sys
import threading
from time import sleep

#: So many seconds are left to end politely once the parent is gone.
GRACE_SECONDS = 4.0


def main() -> None:
    """Run the module that the arguments name."""
    threading.Thread(target=_end_with_parent, name="sprue-parent", daemon=True).start()
    module, *arguments = sys.argv[1:]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    try:
        while os.read(0, 4096):
            pass
    except OSError:  # there is no standard input: as good as ended
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
