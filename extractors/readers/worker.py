"""The worker process that opens hostile files: one JSON line in, one JSON line out, until its input closes.

Whoever started it ends it, and all that it has started, by closing its input: at any time, whatever it is doing.
Before it touches a file it has left the network where the system permits, and bound its own memory and files.
`python -m extractors.readers.worker` serves the operations at the foot.
"""

import ctypes
import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from extractors.limits import DEFAULT_LIMITS, MIB, Limits

Request = Mapping[str, Any]
Answer = Mapping[str, Any]
Operation = Callable[[Request], Answer]
"""What a request asks for; request and answer are JSON objects."""

OPEN_FILES = 1024
OUT_OF_MEMORY_FIRST = "1000"
"""When the machine runs out of memory, the kernel is to take a worker (oom_score_adj)."""
SIGNALLED = 128
"""What is added to the number of a signal in an exit status, as shells do."""
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def serve(operations: Mapping[str, Operation], limits: Limits = DEFAULT_LIMITS) -> None:
    """Answers requests until the input closes. The first line says that it is ready, and what it could shut off."""
    requests, replies = _claim_channels()
    _bound_process(limits)
    _split_off_guard(requests)
    network = _leave_network()
    with os.fdopen(replies, "wb") as out, os.fdopen(requests, "rb") as lines:
        _send(out, {"ready": True, "pid": os.getpid(), "network": network})
        _silence()
        for line in lines:
            out.write(_answer(operations, line))
            out.flush()


def _claim_channels() -> tuple[int, int]:
    """Copies of input and output for the protocol; whatever a library prints goes to the error stream."""
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return requests, replies


def _silence() -> None:
    """From now on nobody listens: what a library says of a document may hold private data."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)


def _split_off_guard(requests: int) -> None:
    """From here on this is a child of a small guard, which ends all there is when the input closes or the child dies.

    The guard is the reaper of orphans: whatever a reader starts stays below it, in whatever session. It also ends them
    when the parent was killed without a chance to do so, while a native call here holds everything up. The folder for
    temporary files goes with them.
    """
    _libc().prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    guard = os.getpid()
    folder = tempfile.mkdtemp(prefix="chayan-worker-")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    worker = os.fork()
    if worker:
        _guard(worker, requests, folder)
    _die_with(guard)


def _guard(worker: int, requests: int, folder: str) -> NoReturn:
    os.closerange(0, requests)
    os.closerange(requests + 1, OPEN_FILES)
    watch = select.poll()
    watch.register(requests, 0)  # the end of the other side is always reported, what it writes is not asked for
    watch.register(os.pidfd_open(worker), select.POLLIN)
    watch.poll()
    os.kill(worker, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    _end_descendants()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(status if status >= 0 else SIGNALLED - status)


def _end_descendants() -> None:
    """Kills and awaits them until none is left: the children of a dead one become our own."""
    import psutil

    with suppress(ChildProcessError):
        while True:
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    child.kill()
            os.waitpid(-1, 0)


def _die_with(guard: int) -> None:
    _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != guard:
        os._exit(1)


def _bound_process(limits: Limits) -> None:
    """Limits of the kernel. Whoever supervises watches the memory in use; that of reservations is bounded here.

    OpenVINO reserves twice as much address space as it uses, so that is left free (no RLIMIT_AS).
    """
    os.umask(0o077)
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_FSIZE, limits.member_bytes + MIB)
    _set_limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _set_limit(resource.RLIMIT_DATA, 2 * limits.child_bytes)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OUT_OF_MEMORY_FIRST)
    _libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _set_limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))


def _leave_network() -> str:
    """An empty network of its own, if the system permits: “none”, else “host”. Nothing here has to reach anybody."""
    if not _is_permitted(_enter_empty_network):
        return "host"
    guard = os.getppid()
    _enter_empty_network()
    _die_with(guard)  # new credentials have cleared it
    return "none"


def _is_permitted(action: Callable[[], None]) -> bool:
    """Whether an action succeeds, tried in a child.

    Some systems permit a new user namespace and then refuse its map, without which no file can be created any more.
    """
    child = os.fork()
    if child == 0:
        with suppress(OSError):
            action()
            os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _enter_empty_network() -> None:
    user, group = os.getuid(), os.getgid()
    if _libc().unshare(CLONE_NEWNET) == 0:
        return
    if _libc().unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _answer(operations: Mapping[str, Operation], line: bytes) -> bytes:
    """The reply to one request, whatever happens; of an error its place, not its words, which may be private."""
    try:
        request = json.loads(line)
        return _line({"ok": operations[request["op"]](request)})
    except MemoryError as error:
        return _line({"error": _place(error), "kind": "memory"})
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a library may raise anything over a damaged file
        return _line({"error": _place(error), "kind": "error"})


def _place(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} ({Path(frame.filename).name}:{frame.lineno})"


def _line(reply: object) -> bytes:
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _send(out: BinaryIO, reply: object) -> None:
    out.write(_line(reply))
    out.flush()


def _unpack(request: Request) -> Answer:
    from extractors.jobs import unpack_job

    return unpack_job(request)


def _survey(request: Request) -> Answer:
    from extractors.jobs import survey_job

    return survey_job(request)


def _read(request: Request) -> Answer:
    from extractors.jobs import read_job

    return read_job(request)


def _digest(request: Request) -> Answer:
    from extractors.jobs import digest_job

    return digest_job(request)


def _ping(_request: Request) -> Answer:
    return {"pid": os.getpid(), "python": sys.version.split()[0]}


def _sheets(request: Request) -> Answer:
    from extractors.jobs import sheets_job

    return sheets_job(request)


OPERATIONS: Mapping[str, Operation] = {
    "ping": _ping,
    "unpack": _unpack,
    "survey": _survey,
    "read": _read,
    "digest": _digest,
    "sheets": _sheets,
}
"""By the `op` of the request; each imports what it needs when it is first asked for, so that the start is quick."""

if __name__ == "__main__":
    serve(OPERATIONS)
