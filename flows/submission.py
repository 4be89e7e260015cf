"""One flow run per submission, one thread task per chunk of pages; the work itself is the Prefect-free core.

Counts never come from Prefect: a chunk leaves its pages in our own store and returns only how many it could not read
(prefect.md, section 9). Nothing here is cached by Prefect, and its telemetry is off.
"""

import os
from collections.abc import Callable, Sequence

for _name, _value in {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
}.items():
    os.environ.setdefault(_name, _value)

from prefect import flow, task  # noqa: E402 - the settings above must stand first
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from flows.home import Home  # noqa: E402
from flows.progress import Progress  # noqa: E402
from flows.reading import Chunk  # noqa: E402
from flows.verify import Outcome, Request, verify_submission  # noqa: E402

CHUNKS_AT_ONCE = 2
"""Two chunks share the pool, so that no worker waits while the last pages of one are read."""

_reading: dict[int, Callable[[Chunk], int]] = {}
"""What reads a chunk, by the number of the run in this process: tasks take ids, not data."""


@task(task_run_name="read-{number}-{pages}-pages", cache_policy=NO_CACHE, persist_result=False)
def read_chunk(run: int, number: int, pages: int, chunk: "_Held") -> int:
    """Read one chunk on the workers of its run; returns how many pages could not be read."""
    del number, pages
    return _reading[run](chunk.chunk)


class _Held:
    """A chunk that Prefect passes on without looking inside."""

    __slots__ = ("chunk",)

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk


def verify_as_flow(request: Request, home: Home, progress: Progress) -> Outcome:
    """The core as a flow run on the configured server, or on an embedded one."""
    outcomes: list[Outcome] = []

    @flow(
        name="verify-submission",
        flow_run_name=f"verify-{request.archives[0].stem}" if request.archives else "verify",
        task_runner=ThreadPoolTaskRunner(max_workers=CHUNKS_AT_ONCE),  # type: ignore[arg-type]
        validate_parameters=False,
        persist_result=False,
    )
    def verify_flow(archives: list[str], programme: str) -> dict[str, object]:
        del archives, programme
        outcome = verify_submission(request, home, progress, run_as_tasks)
        outcomes.append(outcome)
        verdicts = {rule["id"]: rule["verdict"] for rule in outcome.report["rules"]}
        return {"folder": str(outcome.folder), "kept": outcome.kept, "verdicts": verdicts}

    verify_flow([path.name for path in request.archives], request.programme)
    return outcomes[0]


def run_as_tasks(chunks: Sequence[Chunk], read: Callable[[Chunk], int]) -> None:
    """Run each chunk as a task of the flow at hand; a chunk that fails ends the run after all others are done."""
    run = id(chunks)
    _reading[run] = read
    try:
        futures = [read_chunk.submit(run, chunk.number, chunk.pages, _Held(chunk)) for chunk in chunks]
        for future in futures:
            future.result()
    finally:
        del _reading[run]
