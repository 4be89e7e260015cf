"""One flow run per submission, one thread task per chunk of pages; the work itself is the Prefect-free core.

Counts never come from Prefect: a chunk leaves its pages in our own store and returns only how many it could not read
(prefect.md, section 9). Nothing here is cached by Prefect, its telemetry is off, and what it logs goes to its server.
"""

import os
from collections.abc import Callable, Sequence

from flows.home import default_home

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}
EMBEDDED = {
    "PREFECT_HOME": str(default_home().root / "prefect"),
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
}
"""Where no server is named, one of our own for this run, with its history in the state folder."""

if not os.environ.get("PREFECT_API_URL"):
    SETTINGS |= EMBEDDED
    default_home().root.mkdir(parents=True, exist_ok=True)
for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)

from prefect import flow, task  # noqa: E402 - the settings above must stand first
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.orchestration import get_client  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from domain.codes import mask_private  # noqa: E402
from domain.errors import ServerError  # noqa: E402
from flows.home import Home  # noqa: E402
from flows.progress import Progress  # noqa: E402
from flows.reading import Chunk  # noqa: E402
from flows.results import Outcome  # noqa: E402
from flows.verify import Request, verify_submission  # noqa: E402

CHUNKS_AT_ONCE = 2
"""Two chunks share the pool, so that no worker waits while the last pages of one are read."""


def verify_as_flow(request: Request, home: Home, progress: Progress) -> Outcome:
    """The core as a flow run on the configured server, or on an embedded one; ServerError where it does not answer."""
    check_server()
    outcomes: list[Outcome] = []
    names = [mask_private(path.name) for path in request.archives]

    @flow(
        name="verify-submission",
        flow_run_name=f"verify-{names[0]}",
        task_runner=ThreadPoolTaskRunner(max_workers=CHUNKS_AT_ONCE),  # type: ignore[arg-type]
        validate_parameters=False,
        persist_result=False,
    )
    def verify_flow(archives: Sequence[str], programme: str) -> dict[str, str | None]:
        """The verdicts of a submission; the parameters are for whoever looks at the run."""
        del archives, programme
        outcomes.append(verify_submission(request, home, progress, run_as_tasks))
        return {rule["id"]: rule["verdict"] for rule in outcomes[0].report["rules"]}

    verify_flow(names, request.programme)
    return outcomes[0]


def check_server() -> None:
    """ServerError, in one sentence, for a server that does not answer."""
    try:
        with get_client(sync_client=True) as client:
            problem = client.api_healthcheck()
    except RuntimeError as error:
        problem = error
    if problem is not None:
        place = os.environ.get("PREFECT_API_URL", "CHAYAN_FLOW=embedded")
        raise ServerError(f"无法连接 Prefect 服务（{place}）：{problem} (the Prefect server does not answer)")


def run_as_tasks(chunks: Sequence[Chunk], read: Callable[[Chunk], int]) -> None:
    """Run each chunk as a task of the flow at hand; a task knows its chunk by number."""
    held = {chunk.number: chunk for chunk in chunks}

    @task(task_run_name="read-{number}-{pages}-pages", cache_policy=NO_CACHE, persist_result=False)
    def read_chunk(number: int, pages: int) -> int:
        """How many pages of a chunk could not be read; what was read lies in the store."""
        del pages
        return read(held[number])

    for future in [read_chunk.submit(chunk.number, chunk.pages) for chunk in chunks]:
        future.result()
