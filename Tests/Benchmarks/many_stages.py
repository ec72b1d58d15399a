#!/usr/bin/env python3
"""The explorer on made-up runs of ever more stages: when its first frame is there, and how long keys take.

    Tests/Benchmarks/many_stages.py [PROGRAM] [--stages 10,100,1000] [--neurons 650] [--size 120x40] [--rounds 5]

PROGRAM is .build/release/txray unless said otherwise. A key's time is that to its first byte on the terminal, the
median over the rounds; prints a table in Markdown.
"""
import argparse, os, platform, shutil, statistics, tempfile, time

from made_up_run import write
from terminal import Terminal

root = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
parser = argparse.ArgumentParser()
parser.add_argument("program", nargs="?", default=f"{root}/.build/release/txray")
parser.add_argument("--stages", default="10,100,1000")
parser.add_argument("--neurons", type=int, default=650)
parser.add_argument("--size", default="120x40")
parser.add_argument("--rounds", type=int, default=5)
options = parser.parse_args()
width, height = map(int, options.size.split("x"))
# Those that read all stages in the background say so at once; what counts is that the keys stay alive.
keys = [("j", b"j"), ("Tab", b"\t"), ("]", b"]"), ("s", b"s"), ("S", b"S"), ("L", b"L"), ("M", b"M"), ("P", b"P"),
        ("C", b"C"), ("T", b"T"), ("c", b"c"), ("G in c", b"G"), ("Esc", b"\x1b"), ("?", b"?"), ("q in ?", b"q")]


def measure(folder):
    # Nothing is remembered: a session would else begin in the view in which the one before ended.
    state = tempfile.mkdtemp()
    terminal = Terminal([options.program, "explore", folder], root, width, height, state)
    _, first, last = terminal.settle(0.8, patience=30)
    if first is None:
        raise SystemExit("the explorer showed nothing")
    row = {"first byte": first - terminal.start, "settled": last - terminal.start}
    for name, key in keys:
        _, first, _ = terminal.press(key, 0.5)
        row[name] = first - terminal.start if first else float("nan")
    # While the curves compare all stages in the background.
    terminal.press(b"C", 0.02)
    start = time.monotonic()
    os.write(terminal.fd, b"\x03")
    os.waitpid(terminal.pid, 0)
    row["Ctrl-C in C"] = time.monotonic() - start
    os.close(terminal.fd)
    shutil.rmtree(state)
    return row


processor = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
rows = {}
for count in map(int, options.stages.split(",")):
    folder = tempfile.mkdtemp()
    write(folder, options.neurons, count)
    # The first start reads from the disk.
    rows[count] = [measure(folder) for _ in range(options.rounds + 1)][1:]
    shutil.rmtree(folder)
print(f"{processor}, {os.cpu_count()} processors, {platform.system()} {platform.release()}; load "
      f"{os.getloadavg()[0]:.1f}; {options.size}, {options.neurons} neurons, median of {options.rounds} rounds, ms\n")
columns = list(next(iter(rows.values()))[0])
print("| stages | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
for count, measured in rows.items():
    cells = [statistics.median(row[column] for row in measured) * 1e3 for column in columns]
    print(f"| {count} | " + " | ".join("–" if cell != cell else f"{cell:.1f}" for cell in cells) + " |")
