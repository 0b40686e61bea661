#!/usr/bin/python3
"""Measures survey-aggregator on a million responses of 25 answers.

    tests/benchmark/run_aggregator.py [--people 250000] [--pairs 5] [--linked] [--table-pairs 1] [--csv]

Starts a private PostgreSQL, loads the people's answers to 4 cycles, and prints medians of pairs that
take turns: `run` from nothing against psql's binary COPY of the same columns; what `follow` needs for
1,000 new answers, against that run; and, where R with data.table is installed, CSV export and
data.table for means, standard deviations, alpha and agreement. R reads the long form that `compute`
reads (participant, organisation, actor type, cycle, question, value: a row an answer), and, for
comparison, a file made for this one purpose: a row a response, nothing but the cycle and the codes.

What survey-aggregator computes are distributions, means, scales, alpha, omega, agreement and tables
by actor type per cycle; with --linked also everything that follows people from cycle to cycle. With
--csv also `compute` on the same answers as a file of 25 million rows (1.3 GB), and a file of a million
rows with a broken one in the middle. Takes the programs of $SURVEYD_BUILD (build/release if not set).
Where others use the machine, too, compare CPU seconds, which are those of the program and of the
server's process that it talked to. Fails when a figure of `follow` is not that of `run`, or one of R
is not that of `run`.
"""

import argparse
import json
import math
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
# What both layouts are computed with, once there is a row a response. Prints cycle, scale, alpha, and
# of the scale r_wg(j), and the means of a_wg and of the average deviation from the median.
R_PROGRAM = """
suppressMessages(library(data.table))
setDTthreads(0)
file <- commandArgs(TRUE)[1]
questions <- paste0("q_", 1:25)
if (commandArgs(TRUE)[2] == "long") {
  rows <- fread(file)
  table <- dcast(rows, cycle + participant ~ question, value.var = "value")
} else {
  table <- fread(file, header = FALSE, col.names = c("cycle", questions))
}
awg <- function(mean, variance, n) 1 - 2 * variance / ((6 * mean - mean^2 - 5) * n / (n - 1))
uniform <- (5^2 - 1) / 12
for (each in sort(unique(table$cycle))) {
  answers <- table[cycle == each, ..questions]
  n <- nrow(answers)
  means <- sapply(answers, mean)
  deviations <- sapply(answers, sd)
  distances <- sapply(answers, function(x) mean(abs(x - median(x))))
  rwg <- pmax(0, 1 - deviations^2 / uniform)
  agreement <- awg(means, deviations^2, n)
  for (s in 0:4) {
    items <- questions[s * 5 + 1:5]
    x <- as.matrix(answers[, ..items])
    alpha <- 5 / 4 * (1 - sum(deviations[items]^2) / var(rowSums(x)))
    q <- min(mean(deviations[items]^2), uniform) / uniform
    cat(each, s + 1, format(alpha, digits = 15), format(5 * (1 - q) / (5 * (1 - q) + q), digits = 15),
        format(mean(agreement[items]), digits = 15), format(mean(distances[items]), digits = 15), "\n")
  }
}
"""


def ended_backends(house: House) -> float:
    """CPU seconds of all of the server's processes that have ended."""
    fields = Path(f"/proc/{house.cluster.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


class Spent:
    """What one run of a command took; `house`: whose server it talked to."""

    def __init__(self, arguments: list, house: House | None = None):
        before = ended_backends(house) if house else 0
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
        time.sleep(0.1)  # until the server has taken note of the end of its process
        self.server = ended_backends(house) - before if house else 0


def median(values) -> float:
    return statistics.median(list(values))


def show(what: str, spent: list[Spent]) -> None:
    print(f"{what:34} {median(each.seconds for each in spent):7.2f} s "
          f"{median(each.cpu for each in spent):7.2f} s of CPU "
          f"{median(each.server for each in spent):7.2f} s of the server "
          f"{max(each.mib for each in spent):7.1f} MiB")


def run_whole(house: House) -> Spent:
    house.cluster.psql("DELETE FROM survey.metric_run")
    return Spent([program("survey-aggregator"), "run", "--config", house.config], house)


def run_copy(house: House) -> Spent:
    return Spent(["psql", "-X", "-q", "-d", house.cluster.connection("survey_aggregator"),
                  "-c", COPY], house)


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


LONG = ("select encode(respondent, 'hex') as participant, organisation, actor_type, cycle, "
        "'q_' || place as question, code as value from survey.response, "
        "unnest(codes) with ordinality as c(code, place)")
WIDE = "select cycle, " + ", ".join(f"codes[{number}]" for number in range(1, data.QUESTIONS + 1)) + (
    " from survey.response")


def has_data_table() -> bool:
    return shutil.which("Rscript") is not None and subprocess.run(
        ["Rscript", "-e", "library(data.table)"], capture_output=True, check=False).returncode == 0


def export(house: House, select: str, path: Path, header: bool) -> Spent:
    return Spent(["psql", "-X", "-q", "-d", house.cluster.connection("survey_aggregator"), "-c",
                  f"\\copy ({select}) to '{path}' (format csv, header {header})"], house)


def run_data_table(house: House, folder: Path, layout: str) -> Spent:
    script, answers = folder / "bench.R", folder / "answers.csv"
    script.write_text(R_PROGRAM, encoding="utf8")
    exported = export(house, LONG if layout == "long" else WIDE, answers, layout == "long")
    spent = Spent(["Rscript", script, answers, layout])
    print(f"  {layout}: {answers.stat().st_size / 1e9:.2f} GB exported in {exported.seconds:.1f} s, "
          f"R {spent.seconds:.1f} s")
    answers.unlink()
    spent.seconds += exported.seconds
    spent.cpu += exported.cpu
    spent.server = exported.server
    return spent


def compare_with_r(house: House, output: str) -> None:
    """The alphas that R printed must be those of the stored run, and so must the agreement over the
    first scale's questions, of which the programme asks for it."""
    stored = {(metric, int(cycle), subject): json.loads(figures) for metric, cycle, subject, figures
              in house.cluster.rows(
                  'SELECT metric, cycle, coalesce(subject, \'\'), "values"::text FROM '
                  "survey.metric_result WHERE metric = 'reaction.reliability' OR "
                  "id LIKE 'agreement:%' AND NOT request ? 'group'")}
    lines = [line.split() for line in output.splitlines()]
    for cycle, scale, *figures in lines:
        alpha, rwg, awg, distance = map(float, figures)
        ours = stored["reaction.reliability", int(cycle), f"s{scale}"]["alpha"]
        if not math.isclose(ours, alpha, rel_tol=1e-9):
            raise SystemExit(f"ALPHA DIFFERS: cycle {cycle}, scale {scale}: {ours}, R: {alpha}")
        agreement = stored.get(("understanding.agreement", int(cycle), ""))
        if scale != "1" or agreement is None:
            continue
        for name, of_r in (("rwg_j_mean", rwg), ("awg_mean", awg), ("ad_median_mean", distance)):
            if not math.isclose(agreement[name], of_r, rel_tol=1e-9):
                raise SystemExit(f"AGREEMENT DIFFERS: {name}: {agreement[name]}, R: {of_r}")
    print(f"  {len(lines)} alphas of R, and the agreement, are those of run")


def run_compute(house: House, folder: Path) -> None:
    """`compute` on the same answers, and on a file with a broken row."""
    rows, plan, out = folder / "rows.csv", folder / "plan.json", folder / "out.json"
    plan.write_text(Spent([program("survey-aggregator"), "plan", "--programme",
                           house.folder / "bench"]).output, encoding="utf8")
    export(house, LONG, rows, True)
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
    parser.add_argument("--table-pairs", type=int, default=1, help="runs of R; 0: none")
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
        copies, runs = [], []
        for _ in range(options.pairs):
            copies.append(run_copy(house))
            runs.append(run_whole(house))
        print(runs[-1].output, end="")
        print("load of the machine: " + " ".join(f"{each:.1f}" for each in os.getloadavg()))
        show("psql, binary COPY", copies)
        show("survey-aggregator run", runs)
        whole = median(each.seconds for each in runs)
        print(f"run / COPY: {median(b.seconds / a.seconds for a, b in zip(copies, runs)):.2f} "
              "(at most 1.25)")
        if options.table_pairs > 0 and not has_data_table():
            print("R with data.table is not installed: not compared")
        for layout, most in (("long", "at most 0.20"), ("wide", "for comparison")):
            if options.table_pairs == 0 or not has_data_table():
                break
            tables = [run_data_table(house, folder, layout) for _ in range(options.table_pairs)]
            compare_with_r(house, tables[-1].output)
            show(f"CSV export and data.table, {layout}", tables)
            print(f"run / data.table, {layout}: "
                  f"{whole / median(each.seconds for each in tables):.2f} ({most})")
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
