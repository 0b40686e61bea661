#!/usr/bin/python3
"""Sends many submissions at once and checks that every acknowledgement is one stored row.

    tests/benchmark/run_load.py [--count 100000] [--connections 64]

Builds load_client.c, starts a private PostgreSQL (with fsync) and the surveyd of $SURVEYD_BUILD
(build/release if not set), opens cycle 1 of the example programme and sends. Fails unless the
receipts of `surveyctl receipts` are exactly the acknowledged ones.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import PROJECT  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402


def build_client(folder: Path) -> Path:
    client = folder / "load_client"
    subprocess.run(["gcc", "-std=gnu17", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror",
                    "-o", client, Path(__file__).with_name("load_client.c"),
                    "-lssl", "-lcrypto", "-lpthread"], check=True)
    return client


def memory_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    os.environ.setdefault("SURVEYD_BUILD", str(PROJECT / "build/release"))
    with tempfile.TemporaryDirectory(prefix="surveyd-load-") as name, \
            House({("log", "level"): "warning", ("server", "workers"): 0},
                  {"max_wal_size": "4GB", "shared_buffers": "128MB"}) as house:
        folder = Path(name)
        client = build_client(folder)
        source = house.programme_copy(cycles=house.cycles_far_away())
        programme_json = make.load(source / "programme.json")
        programme = house.import_programme(source)
        house.open_cycle(programme, 1)
        wall = house.open_link(programme)
        answers = make.complete(programme_json, make.load(source / "cycle-1.json"), 1)
        answers["actor_type"] = programme_json["actorTypes"][0]["value"]
        body = folder / "body.json"
        body.write_text(json.dumps({"submission": "00000000-0000-4000-8000-000000000000",
                                    "language": "sv", "answers": answers}, ensure_ascii=False),
                        encoding="utf8")
        receipts = folder / "receipts"
        with house.daemon() as daemon:
            visitor = daemon.client()
            eventually(lambda: visitor.get(wall).status == 200, "cycle 1 is open")
            visitor.close()
            begun = time.monotonic()
            result = subprocess.run([client, wall, daemon.authority.ca, body, str(options.count),
                                     str(options.connections), receipts], check=False)
            seconds = time.monotonic() - begun
            pid = daemon.process.pid
            spent = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(f"surveyd: {cpu_seconds(pid):.1f} s of CPU, at most {memory_mib(pid):.0f} MiB; "
                  f"client: {spent.ru_utime + spent.ru_stime:.1f} s of CPU; body "
                  f"{body.stat().st_size} bytes; {seconds:.1f} s")
            metrics = daemon.operations_client().get("/metrics").text
            print(*(line for line in metrics.splitlines()
                    if line.startswith(("surveyd_submissions", "surveyd_database_batches"))),
                  sep="\n")
        acknowledged = receipts.read_text().split()
        listed = house.surveyctl("receipts", programme).stdout.split()
        rows = int(house.cluster.value("SELECT count(*) FROM survey.response"))
        print(f"acknowledged {len(acknowledged)}, listed {len(listed)}, rows {rows}")
        good = (result.returncode == 0 and len(set(acknowledged)) == len(acknowledged) == rows
                and sorted(acknowledged) == sorted(listed))
        print("every acknowledgement is one row" if good else "THEY DIFFER")
        sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
