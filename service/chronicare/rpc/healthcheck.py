"""``python -m chronicare.rpc.healthcheck [PORT]``: exit code 0 if the service of this machine answers calls, else 1.

For whoever restarts what does not answer, such as a container engine: a worker that starts anew, or rules that were
refused while the old stay in force, are no reason for that. ``chronicare status`` says whether all is well, and takes
ten times as long to start.
"""

import sys

from chronicare.rpc.settings import Settings
from chronicare.rpc.status_socket import NotRunningError, ask


def main() -> int:
    """Ask; return the exit code."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else Settings.model_fields["port"].default
    try:
        return 0 if ask(port).is_answering else 1
    except (NotRunningError, ValueError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
