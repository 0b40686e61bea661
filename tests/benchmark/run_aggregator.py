#!/usr/bin/python3
"""Measures survey-aggregator on a million responses of 25 answers.

    tests/benchmark/run_aggregator.py [--people 250000] [--pairs 5] [--linked] [--csv]

Starts a private PostgreSQL, loads the people's answers to 4 cycles, and prints medians of pairs that
take turns: `run` from nothing against psql's binary COPY of the same columns; what `follow` needs for
1,000 new answers, against that run; and, where R with data.table is installed, CSV export and
data.table for means, standard deviations and alpha. What is computed are distributions, means, scales,
alpha, omega, agreement and tables by actor type per cycle; with --linked also everything that follows
people from cycle to cycle. With --csv also `compute` on the same answers as a
file of 25 million rows (1.3 GB), and a file of a million rows with a broken one in the middle. Takes
the programs of $SURVEYD_BUILD (build/release if not set). Fails when a figure of `follow` is not that
of `run`.
"""

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))

import aggregator_data as data  # noqa: E402
from harness.build import PROJECT, program  # noqa: E402
from harness.cluster import die_with_parent  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

PROGRAMME = "benchmark"
NEW_ANSWERS = 1000
COPY = ("\\copy (select cycle, version, respondent is not null, coalesce(respondent, "
        "substring(sha256(receipt) for 16)), receipt, organisation, actor_type, codes "
        f"from survey.response where programme = '{PROGRAMME}') to '/dev/null' (format binary)")
R_PROGRAM = """
suppressMessages(library(data.table))
setDTthreads(0)
d <- fread(commandArgs(TRUE)[1], header = FALSE)
q <- paste0("V", 2:26)
for (c in unique(d$V1)) {
  m <- d[V1 == c, ..q]
  invisible(sapply(m, mean)); invisible(sapply(m, sd))
  for (s in 0:4) {
    x <- as.matrix(m[, (s * 5 + 1):(s * 5 + 5)])
    v <- apply(x, 2, var); a <- 5 / 4 * (1 - sum(v) / var(rowSums(x)))
  }
}
"""


class Spent:
    """What one run of a command took."""

    def __init__(self, arguments: list):
        begun = time.monotonic()
        process = subprocess.Popen([str(each) for each in arguments], stdout=subprocess.PIPE,
                                   text=True)
        self.output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - begun
        self.cpu = usage.ru_utime + usage.ru_stime
        self.mib = usage.ru_maxrss / 1024
        if process.returncode != 0:
            raise SystemExit(f"{arguments[0]}: exit code {process.returncode}")


def median(values) -> float:
    return statistics.median(list(values))


def show(what: str, spent: list[Spent]) -> None:
    print(f"{what:34} {median(each.seconds for each in spent):7.2f} s "
          f"{median(each.cpu for each in spent):7.2f} s of CPU "
          f"{max(each.mib for each in spent):7.1f} MiB")


def run_whole(house: House) -> Spent:
    house.cluster.psql("DELETE FROM survey.metric_run")
    return Spent([program("survey-aggregator"), "run", "--config", house.config])


def run_copy(house: House) -> Spent:
    return Spent(["psql", "-X", "-q", "-d", house.cluster.connection("survey_aggregator"),
                  "-c", COPY])


def values(house: House) -> list:
    return house.cluster.rows('SELECT id, reason, "values"::text FROM survey.metric_result '
                              "WHERE id <> 'releases' ORDER BY position")


def follow(house: House, people: int, times: int) -> list[float]:
    """Seconds for each of some times that answers come to the last cycle."""
    log_path = house.folder / "follow.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [program("survey-aggregator"), "follow", "--config", house.config, "--debounce-ms",
             "200"], stdout=log, stderr=log, preexec_fn=die_with_parent(signal.SIGKILL))

    def computed() -> list[float]:
        return [int(ms) / 1000 for ms in re.findall(r"computed=\d+.* ms=(\d+)",
                                                    log_path.read_text("utf8"))]

    try:
        eventually(lambda: "following" in log_path.read_text("utf8"), "it follows", 60)
        for number in range(times):
            first = people + number * NEW_ANSWERS
            before = len(computed())
            house.cluster.psql(data.load_sql(PROGRAMME, first + 1, first + NEW_ANSWERS,
                                             data.CYCLES, data.CYCLES))
            eventually(lambda: len(computed()) > before, "the answers were computed", 120)
        peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]
        print(f"follow: at most {int(peak) / 1024:.1f} MiB")
        return computed()[-times:]
    finally:
        process.kill()
        process.wait()


def run_data_table(house: House, folder: Path) -> Spent | None:
    if shutil.which("Rscript") is None or subprocess.run(
            ["Rscript", "-e", "library(data.table)"], capture_output=True,
            check=False).returncode != 0:
        return None
    script, answers = folder / "bench.R", folder / "answers.csv"
    script.write_text(R_PROGRAM, encoding="utf8")
    columns = ", ".join(f"codes[{number}]" for number in range(1, data.QUESTIONS + 1))
    begun = time.monotonic()
    Spent(["psql", "-X", "-q", "-d", house.cluster.connection("survey_aggregator"), "-c",
           f"\\copy (select cycle, {columns} from survey.response) to '{answers}' (format csv)"])
    spent = Spent(["Rscript", script, answers])
    spent.seconds = time.monotonic() - begun
    return spent


def run_compute(house: House, folder: Path) -> None:
    """`compute` on the same answers, and on a file with a broken row."""
    rows, plan, out = folder / "rows.csv", folder / "plan.json", folder / "out.json"
    plan.write_text(Spent([program("survey-aggregator"), "plan", "--programme",
                           house.folder / "bench"]).output, encoding="utf8")
    Spent(["psql", "-X", "-q", "-d", house.cluster.connection("survey_aggregator"), "-c",
           "\\copy (select encode(respondent, 'hex') as participant, organisation, actor_type, "
           "cycle, 'q_' || place as question, code as value from survey.response, "
           f"unnest(codes) with ordinality as c(code, place)) to '{rows}' (format csv, header)"])
    show(f"compute on {rows.stat().st_size / 1e9:.1f} GB of CSV",
         [Spent([program("survey-aggregator"), "compute", "--plan", plan, "--data", rows,
                 "--output", out])])
    with rows.open(encoding="utf8") as whole:
        lines = [next(whole) for _ in range(1_000_000)]
    lines[500_000] = lines[500_000].replace(",", ",x,", 1)
    rows.write_text("".join(lines), encoding="utf8")
    done = subprocess.run([program("survey-aggregator"), "compute", "--plan", plan, "--data", rows],
                          capture_output=True, text=True, check=False)
    print("a broken row in a million:", done.stderr.strip().replace(f"{folder}/", ""))
    if done.returncode != 65 or "rows.csv:500001:" not in done.stderr:
        raise SystemExit("the broken row was not named")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=250_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--linked", action="store_true")
    parser.add_argument("--csv", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("SURVEYD_BUILD", str(PROJECT / "build/release"))
    with tempfile.TemporaryDirectory(prefix="surveyd-aggregator-") as name, \
            House({("log", "format"): "lines"},
                  {"max_wal_size": "4GB", "shared_buffers": "128MB"}) as house:
        folder = Path(name)
        data.write_programme(house.folder / "bench", PROGRAMME,
                             "programme" if options.linked else "survey")
        house.import_programme(house.folder / "bench")
        house.cluster.psql(data.load_sql(PROGRAMME, 1, options.people, 1, data.CYCLES))
        house.cluster.psql("VACUUM ANALYZE survey.response", role="postgres")
        print(f"{options.people * data.CYCLES} responses of {data.QUESTIONS} answers, "
              f"{options.pairs} pairs")
        run_copy(house)
        copies, runs, tables = [], [], []
        for _ in range(options.pairs):
            copies.append(run_copy(house))
            runs.append(run_whole(house))
        print(runs[-1].output, end="")
        show("psql, binary COPY", copies)
        show("survey-aggregator run", runs)
        whole = median(each.seconds for each in runs)
        print(f"run / COPY: {median(b.seconds / a.seconds for a, b in zip(copies, runs)):.2f} "
              "(at most 1.25)")
        table = run_data_table(house, folder)
        if table is None:
            print("R with data.table is not installed: not compared")
        else:
            tables = [table] + [run_data_table(house, folder) for _ in range(options.pairs - 1)]
            show("CSV export and data.table", tables)
            print(f"run / data.table: {whole / median(each.seconds for each in tables):.2f} "
                  "(at most 0.20)")
        seconds = follow(house, options.people, options.pairs)
        print(f"{NEW_ANSWERS} new answers: {median(seconds):.2f} s, "
              f"{100 * median(seconds) / whole:.1f} % of a run (at most 5 %)")
        followed = values(house)
        run_whole(house)
        if values(house) != followed:
            raise SystemExit("FOLLOW AND RUN DIFFER")
        print(f"{len(followed)} results of follow are those of run")
        if options.csv:
            run_compute(house, folder)


if __name__ == "__main__":
    main()
