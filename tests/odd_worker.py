"""A worker that misbehaves when it is asked to: `python -m tests.odd_worker`."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from extractors.limits import GIB, Limits
from extractors.readers.worker import Answer, Operation, Request, serve

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


def echo(request: Request) -> Answer:
    return {"pid": os.getpid(), "said": request.get("say")}


def sleep(request: Request) -> Answer:
    time.sleep(request["seconds"])
    return {"pid": os.getpid()}


def hang(_request: Request) -> Answer:
    """A native call that holds the interpreter's lock, and never returns."""
    ctypes.PyDLL(None).sleep(600)
    return {}


def start_children(request: Request) -> Answer:
    """Two programs, one in a session of its own; their ids into a file, then a hang or a crash."""
    children = [subprocess.Popen(SLEEPER), subprocess.Popen(SLEEPER, start_new_session=True)]
    Path(request["file"]).write_text(" ".join(str(child.pid) for child in children))
    if request.get("then") == "abort":
        os.abort()
    time.sleep(600)
    return {}


def abort(_request: Request) -> Answer:
    os.abort()


def leave(_request: Request) -> Answer:
    os._exit(7)


def abort_once(request: Request) -> Answer:
    """A crash that the worker is to blame for, not the job."""
    flag = Path(request["file"])
    if not flag.exists():
        flag.touch()
        os.abort()
    return {"pid": os.getpid()}


def allocate(request: Request) -> Answer:
    """Memory, some at a time, in this process or in a child."""
    if request.get("in_child"):
        code = f"import time; held = [bytearray({1 << 20}) for _ in range({request['mib']})]; time.sleep(600)"
        subprocess.run([sys.executable, "-c", code], check=False)
    held = []
    for _ in range(request["mib"]):
        held.append(bytearray(b"x" * (1 << 20)))
        time.sleep(0.001)
    time.sleep(request.get("seconds", 0))
    return {"held": len(held), "pid": os.getpid()}


def reserve(_request: Request) -> Answer:
    """More at once than the kernel grants."""
    return {"held": len(bytearray(20 * GIB))}


def fill(request: Request) -> Answer:
    """A reply of many bytes."""
    return {"text": "验" * request["characters"]}


def shout(_request: Request) -> Answer:
    """What libraries do to standard output."""
    sys.stdout.write('{"ok": "not this"}\n')
    sys.stdout.flush()
    os.write(1, b"rubbish\n")
    os.write(2, b"rubbish\n")
    subprocess.run(["/bin/echo", "rubbish"], check=True)
    return {"read": sys.stdin.read()}


def fail(request: Request) -> Answer:
    raise ValueError(f"private words: {request['say']}")


def give_up(_request: Request) -> Answer:
    sys.exit("private words")


def answer_nonsense(_request: Request) -> Answer:
    return {"set": {1, 2}}


def see(_request: Request) -> Answer:
    """What the process may use."""
    return {"environment": dict(os.environ), "temporary": os.environ["TMPDIR"]}


def connect(request: Request) -> Answer:
    with socket.socket() as connection:
        connection.settimeout(5)
        return {"error": connection.connect_ex(("127.0.0.1", request["port"]))}


OPERATIONS: Mapping[str, Operation] = {
    operation.__name__: operation
    for operation in (
        *(echo, sleep, hang, start_children, abort, leave, abort_once, allocate, reserve),
        *(fill, shout, fail, give_up, answer_nonsense, see, connect),
    )
}

if __name__ == "__main__":
    serve(OPERATIONS, Limits(child_bytes=2 * GIB))
