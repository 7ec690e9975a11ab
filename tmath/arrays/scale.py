"""Work spread over the processes of a Dask cluster: the same results in the same order, whichever workers are lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any, TypeVar

from tmath.errors import InputError

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4  # tasks a worker has waiting, so that results are fetched as they come and memory stays small


def spread(work: Callable[[Task], Result], tasks: Iterable[Task], on: str) -> Iterator[Result]:
    """The results of tasks in order, computed by a cluster; `work`, tasks and results must be picklable.

    Raises: InputError where there is no cluster; what the work raises.
    """
    with ExitStack() as stack:
        client = connected(on, stack)
        # What all tasks share is a task itself: each worker fetches it once, and where it is lost it is made again.
        shared = client.submit(_same, work, pure=False)
        window = AHEAD * max(1, len(client.scheduler_info()["workers"]))
        waiting: deque[Any] = deque()
        rest = iter(tasks)
        while True:
            for task in islice(rest, window - len(waiting)):
                waiting.append(client.submit(_done, shared, task, pure=False))
            if not waiting:
                return
            yield waiting.popleft().result()


def _same(work: Any) -> Any:
    return work


def _done(work: Callable[[Task], Result], task: Task) -> Result:
    return work(task)


def connected(on: str, stack: ExitStack) -> Any:
    """A client of the scheduler at an address, or of a cluster of this machine's own: local:2 has two workers.

    Raises: InputError.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise InputError("more than one process needs Dask: pip install 'tmath[scale]'", on) from None
    if not on.startswith("local"):
        try:
            return stack.enter_context(Client(on, timeout="10s"))
        except (OSError, ValueError) as error:
            raise InputError(f"no scheduler at {on}: {error}", on) from None
    count = on.partition(":")[2]
    if count and not (count.isascii() and count.isdigit() and int(count) > 0):
        raise InputError(f"{on}: how many workers? as in local:2", on)
    workers = int(count) if count else None
    cluster = LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0")
    return stack.enter_context(Client(stack.enter_context(cluster)))
