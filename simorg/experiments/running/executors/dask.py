"""Run on a Dask cluster: the one at ``executor.address``, or a local one that is started.

Batches are tasks; only as many are on the way as keep all workers busy, their results come back here and
are kept here, so workers need no disk in common with this machine. A worker that dies costs what it was
at: Dask runs it elsewhere, with the same rows. A replication that kills every worker it meets is named.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count, islice
from time import monotonic
from typing import TYPE_CHECKING, Any

from simorg.config.errors import SettingsError
from simorg.config.groups.executor import ExecutorSettings
from simorg.config.settings import Settings
from simorg.experiments.results.fingerprint import differences, environment
from simorg.experiments.running import interrupts
from simorg.experiments.running.stopped import StoppedError
from simorg.experiments.running.task import Batch, Result, Task, run_batch
from simorg.experiments.running.workers import cores, nameless_main
from simorg.plugins.elsewhere import call, later, packed

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 10.0
LEAST_ON_THE_WAY = 64
"""Tasks that wait at a scheduler at least: a cluster that grows on demand grows by what it sees waiting."""
LOOK_SECONDS = 5.0
"""How often the number of workers is asked for."""
LOUD = ("distributed", "tornado", "asyncio")


def width(settings: Settings) -> int:
    """Return how many batches run side by side: a guess where others start the workers."""
    executor = settings.executor
    return executor.workers or (cores() if executor.address is None else LEAST_ON_THE_WAY)


def run(batches: Iterable[Batch], settings: Settings, runs: int = 0) -> Generator[list[Result]]:
    """Run batches on a cluster.

    Parameters
    ----------
    batches : iterable of Batch
        What to run; taken one by one as workers become free.
    settings : Settings
        The experiment: ``executor.address`` and ``executor.workers`` count.
    runs : int
        Replications in all batches; workers see for themselves when compiling pays.

    Yields
    ------
    list of Result
        One for each batch. When the caller stops early, what is on the way is cancelled.

    Raises
    ------
    SettingsError
        If Dask is not installed, the cluster does not answer, or runs another version of something.
    StoppedError
        If a replication kills its workers again and again, or the cluster is lost.
    """
    with _quiet(), _client(settings.executor) as client:
        work, deadly = _Work(client), list[Task]()
        yield from work.all_of(iter(batches))
        for task in _one_by_one(work.suspects):
            results = work.result_of(work.send((task,)))  # nothing runs beside it that could be to blame
            if results is None:
                deadly.append(task)
            else:
                yield results
    if deadly:
        raise StoppedError(_accusation(deadly))


class _Work:
    """Batches on their way to a cluster and back."""

    def __init__(self, client: Client) -> None:
        self._client, self._here, self._numbers = client, environment(), count()
        self._plugins = packed()
        self._room, self._looked = LEAST_ON_THE_WAY, -LOOK_SECONDS
        self.suspects: list[Batch] = []
        """Batches whose workers died again and again: one of those that were on them is to blame."""

    def all_of(self, batches: Iterator[Batch]) -> Generator[list[Result]]:
        """Run batches, except those whose workers die."""
        from distributed import as_completed

        running = {self.send(batch): batch for batch in islice(batches, self._allowed())}
        finished = as_completed(running, loop=self._client.loop)
        for future in finished:
            batch, results = running.pop(future), self.result_of(future)
            for further in islice(batches, max(0, self._allowed() - len(running))):
                sent = self.send(further)
                running[sent] = further
                finished.add(sent)
            if results is None:
                self.suspects.append(batch)
            else:
                yield results

    def _allowed(self) -> int:
        """Return how many batches may be on the way; clusters grow and shrink."""
        if monotonic() - self._looked > LOOK_SECONDS:
            threads = sum(self._client.nthreads().values())
            self._room, self._looked = max(LEAST_ON_THE_WAY, 2 * threads), monotonic()
        return self._room

    def send(self, batch: Batch) -> Future[Any]:
        """Send a batch to the cluster."""
        key = f"simorg-{self._client.id}-{next(self._numbers)}"
        run = later(run_here, batch, self._here)
        return self._client.submit(call, self._plugins, run, key=key, pure=False)

    def result_of(self, future: Future[Any]) -> list[Result] | None:
        """Return what a task gave, or None if its workers died."""
        from distributed import CancelledError, KilledWorker

        try:
            results: list[Result] = future.result()
        except KilledWorker:
            return None
        except CancelledError as error:
            raise StoppedError("the Dask cluster is gone; what was finished before is kept") from error
        except ModuleNotFoundError as error:
            raise SettingsError(
                f"a Dask worker cannot run simorg ({error}); install the same version there"
            ) from error
        finally:
            future.release()
        return results


def run_here(batch: Batch, wanted: dict[str, Any]) -> list[Result]:
    """Run a batch in a worker, if code and packages are those of the client: others give other rows.

    Parameters
    ----------
    batch : Batch
        What to run.
    wanted : dict
        `environment` of the client.

    Raises
    ------
    SettingsError
        If they differ; names what does.
    """
    lines = differences(wanted, _environment_here())
    if lines:
        raise SettingsError("\n  ".join(["a Dask worker runs another version; install the same:", *lines]))
    return run_batch(batch)


@cache
def _environment_here() -> dict[str, Any]:
    return environment()


def _one_by_one(batches: Iterable[Batch]) -> Iterator[Task]:
    for batch in batches:
        for task in batch:
            for replication in range(task.first, task.first + task.size):
                yield task._replace(first=replication, size=1)


def _accusation(deadly: Sequence[Task]) -> str:
    lines = [
        f"scenario {task.scenario}, replication {task.first}: it kills every worker that runs it\n"
        f"  repeat it alone: {task.repeat.replace('{replication}', str(task.first))}"
        for task in deadly[:3]
    ]
    more = [f"... and {len(deadly) - 3} more"] if len(deadly) > 3 else []
    return "\n".join([*lines, *more, "For want of memory? All others were run and are kept."])


@contextmanager
def _client(executor: ExecutorSettings) -> Iterator[Client]:
    """Connect to a cluster, start it first if there is no address, and leave nothing behind."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise SettingsError(
            "executor = dask: needs the package distributed; install simorg[cluster], or use executor=local"
        ) from error
    with ExitStack() as stack:
        if executor.address is None:
            stack.enter_context(nameless_main())  # workers that are started would run a caller's script again
            cluster = LocalCluster(
                n_workers=executor.workers or cores(),
                threads_per_worker=1,
                memory_limit=None,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
                preload=interrupts.__name__,
            )
            stack.enter_context(cluster)
            yield stack.enter_context(Client(cluster))
            return
        yield stack.enter_context(_connected(executor.address))


def _connected(address: str) -> Client:
    from distributed import Client

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions that differ: said below
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise SettingsError(
            f"executor.address = {address}: no Dask scheduler answers there ({reason}); "
            "give the address that it printed when it started, such as tcp://10.0.0.1:8786"
        ) from error
    lines = _disagreements(client.get_versions())
    if lines:
        client.close()
        raise SettingsError("\n  ".join([f"executor.address = {address}: versions differ:", *lines]))
    return client


def _disagreements(found: Any) -> list[str]:
    """Return one line for each package in which scheduler or workers differ from this process."""
    ours = _packages(found["client"])
    others = {"the scheduler": found["scheduler"], **found["workers"]}
    return [
        f"{name} {theirs} at {who}, {ours[name]} here"
        for who, about in others.items()
        for name, theirs in _packages(about).items()
        if theirs != ours[name]
    ]


def _packages(about: dict[str, Any]) -> dict[str, str]:
    """Return what must agree: of Python, the first two numbers of its version."""
    packages = about["packages"]
    return {
        "python": ".".join(packages["python"].split(".")[:2]),
        "dask": packages["dask"],
        "distributed": packages["distributed"],
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the chatter of Dask off the terminal: what matters is said by this module."""
    named = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in LOUD]
    before = {logging.getLogger(name): logging.getLogger(name).level for name in (*LOUD, *named)}
    for logger in before:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in before.items():
            logger.setLevel(level)
