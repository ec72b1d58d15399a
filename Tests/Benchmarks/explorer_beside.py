#!/usr/bin/env python3
"""The explorer beside htop, tig, ncdu and nnn: bytes and times in a pseudo-terminal, in one run.

    Tests/Benchmarks/explorer_beside.py [PROGRAM] [RUN] [--size 80x24] [--rounds 5]

PROGRAM is .build/release/txray and RUN the sample run unless said otherwise. Prints a table in Markdown: medians
over the rounds, the programs in turn in each. Programs that are not installed are left out with a line.
"""
import argparse, os, platform, shutil, statistics, sys, tempfile

from terminal import Terminal

root = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
parser = argparse.ArgumentParser()
parser.add_argument("program", nargs="?", default=f"{root}/.build/release/txray")
parser.add_argument("run", nargs="?", default=f"{root}/sample-runs/wikipedia-to-movies")
parser.add_argument("--size", default="80x24")
parser.add_argument("--rounds", type=int, default=5)
options = parser.parse_args()
width, height = map(int, options.size.split("x"))
state = tempfile.mkdtemp()


def measure(command, folder, page):
    terminal = Terminal(command, folder, width, height, state)
    count, first, last = terminal.settle(0.8, patience=10)
    if first is None:
        terminal.end()
        raise SystemExit(f"{command[0]} showed nothing")
    row = {"first byte, ms": (first - terminal.start) * 1e3, "settled, ms": (last - terminal.start) * 1e3}
    row["first frame, B"] = count
    terminal.press(b"\x1bOB", 0.4)
    # What comes at once: txray's detail follows when the keys rest.
    row["row move, B"] = terminal.press(b"\x1bOB", 0.03)[0]
    row["and at rest, B"] = terminal.settle(0.4)[0]
    row["page, B"] = terminal.press(page, 0.4)[0]
    _, first, _ = terminal.press(b"\x1bOA", 0.4)
    row["key to byte, ms"] = (first - terminal.start) * 1e3 if first else float("nan")
    terminal.press(b"\x1bOA", 0.4)
    row["60 keys down, B"] = terminal.press(b"\x1bOB" * 60, 0.4)[0]
    row["idle 2 s, B"] = terminal.settle(2.0)[0] if command[0] != "htop" else float("nan")
    terminal.end()
    return row


files = tempfile.mkdtemp()
for number in range(400):
    open(f"{files}/file-{number:03}", "w").close()
down = b"\x1b[6~"
candidates = [
    ("txray", [options.program, "explore", options.run], root),
    ("nnn", ["nnn", files], files),
    ("ncdu", ["ncdu", files], files),
    ("htop", ["htop"], root),
    ("tig", ["tig"], root),
]
present = []
for name, command, folder in candidates:
    if shutil.which(command[0]):
        present.append((name, command, folder))
    else:
        print(f"{name} is not installed: left out", file=sys.stderr)
# The line for somebody new is shown once: a first start is not counted.
results = {name: [] for name, _, _ in present}
for number in range(options.rounds + 1):
    for name, command, folder in present:
        row = measure(command, folder, down)
        if number:
            results[name].append(row)
processor = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
print(f"{processor}, {os.cpu_count()} processors, {platform.system()} {platform.release()}; load "
      f"{os.getloadavg()[0]:.1f}; {options.size}, median of {options.rounds} rounds\n")
columns = list(next(iter(results.values()))[0])
print("| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
for name, rows in results.items():
    cells = []
    for column in columns:
        value = statistics.median(row[column] for row in rows)
        cells.append("–" if value != value else f"{value:.1f}" if column.endswith("ms") else f"{value:.0f}")
    print(f"| {name} | " + " | ".join(cells) + " |")
shutil.rmtree(files)
shutil.rmtree(state)
