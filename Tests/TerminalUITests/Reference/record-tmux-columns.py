#!/usr/bin/env python3
"""Asks tmux how many columns it gives a text.

Reads tmux-columns.txt beside this script (columns, a tab, the text as the grid holds it), prints every text in a
tmux pane of its own server, and writes the file again with the columns that the cursor moved. Run it after
adding lines (any number before the tab), and look at the difference. Recorded with tmux 3.3a, glibc 2.36.
"""
import pathlib, subprocess, sys, tempfile

path = pathlib.Path(__file__).with_name("tmux-columns.txt")
texts = [line.split("\t", 1)[1] for line in path.read_text().splitlines()]
tmux = ["tmux", "-L", "txray-columns", "-f", "/dev/null"]
child = "import sys,time\nfor t in open(sys.argv[1], encoding='utf-8').read().split('\\n'):\n" \
        "  sys.stdout.write('\\x1b[2J\\x1b[H' + t); sys.stdout.flush(); input()\n"
with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "texts"
    file.write_text("\n".join(texts), encoding="utf-8")
    script = pathlib.Path(folder) / "child.py"
    script.write_text("import os\nos.system('stty -echo')\n" + child)
    subprocess.run(tmux + ["new-session", "-d", "-x", "200", "-y", "5", "env", "LC_ALL=C.UTF-8", "PYTHONUTF8=1",
                           sys.executable, str(script), str(file)], check=True)
    lines = []
    for text in texts:
        subprocess.run(["sleep", "0.25"])
        x = subprocess.run(tmux + ["display", "-p", "#{cursor_x}"], check=True, capture_output=True, text=True)
        lines.append(f"{x.stdout.strip()}\t{text}")
        subprocess.run(tmux + ["send-keys", "Enter"], check=True)
    subprocess.run(tmux + ["kill-server"], capture_output=True)
path.write_text("\n".join(lines) + "\n", encoding="utf-8")
