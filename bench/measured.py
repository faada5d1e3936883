"""Runs programs and benchmarks and says what they took."""
import json
import os
import statistics
import subprocess
import sys
import time


class Taken:
    """What one run of a program took: seconds of wall and of CPU, MiB at the peak."""

    def __init__(self, wall, cpu, memory):
        self.wall, self.cpu, self.memory = wall, cpu, memory


def median(runs, name):
    """The median of one attribute."""
    return statistics.median(getattr(run, name) for run in runs)


class Run:
    """One run of bench/compare: where the programs are, and how much is measured."""

    def __init__(self, folder, scratch, divisor, repeat):
        self.folder, self.scratch, self.divisor, self.repeat = folder, scratch, divisor, repeat

    def entries(self, full):
        """How many entries a measurement of `full` takes in this run."""
        return full // self.divisor

    def say(self, what):
        """To the one who waits."""
        print(f"compare: {what}", file=sys.stderr, flush=True)

    def benchmark(self, name, entries=None, repeat=None):
        """Counters and times of bench_service's benchmarks that match, as medians: {name: {counter: value}}."""
        environment = dict(os.environ)
        if entries:
            environment["QUITS_BENCH_ENTRIES"] = str(self.entries(entries))
        self.say(name)
        found = {}
        for _ in range(repeat or self.repeat):
            out = subprocess.run(
                [self.folder / "bench" / "bench_service", f"--benchmark_filter={name}", "--benchmark_format=json"],
                check=True, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
            for each in json.loads(out)["benchmarks"]:
                kept = found.setdefault(each["name"].split("/iterations")[0], {})
                for key, value in each.items():
                    if isinstance(value, (int, float)):
                        kept.setdefault(key, []).append(value)
        return {name: {key: statistics.median(values) for key, values in counters.items()}
                for name, counters in found.items()}

    def program(self, *words, output=None):
        """Runs a program to its end; it must succeed."""
        with open(output or os.devnull, "wb") as out, open(self.scratch / "said", "wb") as said:
            start = time.monotonic()
            process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=out, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said = (self.scratch / "said").read_text(errors="replace")
            sys.exit(f"compare: {' '.join(map(str, words))} ended with {process.returncode}\n{said}")
        return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def quits(self, *words, output=None):
        """Runs our own program."""
        return self.program(self.folder / "cli" / "quits", "--quiet", "--as", "bench", *words, output=output)

    def several(self, times, run):
        """What several runs took."""
        return [run() for _ in range(times)]
