"""What README.md, the page of findings and the README of the second run tell of the sample runs, computed anew from the
runs' files, each number by a command.

    python3 Tests/SampleRun/figures.py TXRAY            compares; names what differs and exits with 1
    python3 Tests/SampleRun/figures.py TXRAY --print    prints what has to stand there

TXRAY is a release build; it takes a minute or two. No file of the run is changed: it is copied first.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
README, FINDINGS = "README.md", "Sources/txray/txray.docc/Findings.md"
TRANSFORMER = "sample-runs/smollm2-movies"
SAMPLE = os.path.join(ROOT, "sample-runs/wikipedia-to-movies")
VERDICTS = (("moved",), ("kept",), ("shared",), ("lost wins", "forgotten"), ("won more", "gained"), ("displaced",),
            ("insufficient", "never"))
PRUNED = (
    ("lost their wins", ("--state", "forgotten")),
    ("won more", ("--state", "gained")),
    ("12 of least mass", ("--by", "least-mass", "--top", "12")),
    ("12 of most mass", ("--by", "most-mass", "--top", "12")),
)


class Run:
    """A copy of the sample run and the program."""

    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), os.path.join(folder, "wikipedia-to-movies")
        shutil.copytree(SAMPLE, self.folder, ignore=shutil.ignore_patterns("reports", "marks.jsonl"))

    def __call__(self, *arguments):
        result = subprocess.run(
            [self.program, *arguments, "--format", "json"], check=True, capture_output=True, cwd=self.folder)
        return json.loads(result.stdout)

    def evaluate(self, checkpoint, corpus, *more):
        return self(
            "evaluate", "--checkpoint", f"checkpoints/{checkpoint}.safetensors", "--vocabulary",
            "checkpoints/vocabulary.txt", "--corpus", f"corpora/{corpus}.gz", *more)


def share(value, digits=0):
    return f"{100 * value:.{digits}f}%"


def fraction(value):
    return f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"


def thousandths(value):
    return f"{value:.3f}".lstrip("0")


def signed(value, digits):
    text = f"{value:+.{digits}f}"
    return text.replace("-", "−")


def interval(value, bounds, scale, digits):
    low, high = (signed(scale * bounds[end], digits) for end in ("low", "high"))
    return f"{signed(scale * value, digits)} [{low}, {high}]"


def size(run):
    """What the run takes up."""
    files = [os.path.join(folder, name) for folder, _, names in os.walk(run.folder) for name in names]
    yield f"in {sum(map(os.path.getsize, files)) / 1e6:.1f} MB"


def screen(run):
    """The explorer as it opens."""
    shown = f"{run.folder}-screen"
    with open(f"{shown}.script", "w") as file:
        file.write(f":size 96x24\n:save-display! {shown}.txt\n")
    subprocess.run(
        [run.program, "explore", run.folder, "--script", f"{shown}.script"], check=True, capture_output=True,
        env={**os.environ, "XDG_CONFIG_HOME": f"{shown}.config", "XDG_STATE_HOME": f"{shown}.state"})
    with open(f"{shown}.txt") as file:
        yield from file.read().splitlines()


def words(run):
    """Who wins film words before fine-tuning and after."""
    stages = "snapshots/zero-shot.safetensors", "snapshots/finetune.safetensors"
    lost = next(row for row in run("compare", *stages)["neurons"] if row["neuron"] == "lstm.0:51")
    assert lost["verdict"] == "lost wins"
    liked = [row["token"] for row in run("show", stages[0], "--neuron", lost["neuron"])["tokens"]]
    yield (f'neuron 51, "{", ".join(sorted(liked[:2]))}": {lost["count_a"]:,} wins in zero-shot, {lost["count_b"]} in '
           f"fine-tune")
    before, after = (
        sorted(run("show", stage, "--token", "film"), key=lambda row: -row["count"]) for stage in stages)
    assert after[0]["neuron"] not in [row["neuron"] for row in before]
    yield (f"neuron {before[0]['neuron'][7:]} won it most often before fine-tuning, {before[0]['count']} times, and neuron "
           f"{after[0]['neuron'][7:]} does after, {after[0]['count']} times, which had not won it once")


def scores(run):
    """How good the models are."""
    text = run.evaluate("pretrain", "wikipedia-test.txt", "--baseline", "corpora/wikipedia-train.txt.gz")
    model, unigram = text["perplexity"], text["unigram_perplexity"]
    yield f"{unigram / model:.1f} times lower than that of a unigram model counted on the training text ({model:.1f} " \
          f"against {unigram:.1f} on the test articles)"
    with gzip.open(os.path.join(run.folder, "corpora/movies-test.tsv.gz"), "rt") as file:
        ratings = [float(line.split("\t")[1]) for line in file.readlines()[1:]]
    bad = sum(rating <= 0 for rating in ratings) / len(ratings)
    yield f"{len(ratings):,} held-out test sentences, where {share(max(bad, 1 - bad), 1)} would be right"
    for checkpoint, head in (("finetune", "last, mean and maximum"), ("last-state", "last state")):
        found = run.evaluate(checkpoint, "movies-test.tsv", "--label", "rating", "--positive-above", "0")
        error = (found["accuracy"] * (1 - found["accuracy"]) / found["documents"]) ** 0.5
        yield (f"| {checkpoint} | {head} | {share(found['accuracy'], 1)} ({100 * error:.1f}) | {found['f1']:.3f} | "
               f"{found['auc']:.3f} |")


def preferences(run):
    """What became of the neurons, as the report counts and judges it."""
    report = run("report", ".")
    for section in report["comparisons"]:
        pair = section["comparison"]
        counted, judged = pair["counted_verdicts"], pair["verdicts"]
        cells = [sum(counted[name] for name in names) for names in VERDICTS]
        yield f"| {pair['a']} | {pair['b']} | " + " | ".join(map(str, cells)) + " |"
        quartiles = pair["effects"]
        yield (f"| {pair['a']} | {pair['b']} | {pair['tested']} | {judged['moved']} | {judged['kept']} | "
               f"{judged['shared']} | {fraction(quartiles['first'])} | {fraction(quartiles['median'])} | "
               f"{fraction(quartiles['third'])} |")
    for epoch in report["epochs"]:
        perplexity = "–" if epoch.get("perplexity") is None else f"{epoch['perplexity']:.1f}"
        effect, told = epoch.get("mean_effect"), epoch["information"]["ratio"]
        moved = "–" if effect is None else f"{effect['value']:.3f} [{effect['low']:.3f}, {effect['high']:.3f}]"
        yield (f"| {epoch['epoch']} | {perplexity} | {epoch['tested'] or '–'} | {moved} | {fraction(told['value'])} "
               f"[{fraction(told['low'])}, {fraction(told['high'])}] |")


def pruning(run):
    """What taking neurons out does to held-out scores."""
    rises = []
    for what, choice in PRUNED:
        found = run("prune", ".", "--held-out", "movies-test", "--controls", "99", *choice)
        held_out = next(split for split in found["splits"] if split["name"] == "held-out")
        before, after = held_out["unpruned"]["scores"], held_out["pruned"]["scores"]
        cells = []
        for score, scale, digits in (("loss", 1, 4), ("accuracy", 100, 1), ("f1", 100, 1)):
            cells.append(interval(after[score] - before[score], held_out["change"][score], scale, digits))
            cells.append(f"{held_out['percentiles']['random'][score]:.0f}%")
        rises.append(after["loss"] - before["loss"])
        yield f"| {what} | {len(found['neurons'])} | {share(found['mass_share'], 1)} | " + " | ".join(cells) + " |"
    yield f"the loss rises by {thousandths(rises[0])}, which"


def findings(run):
    """What the page of findings says beside README.md."""
    report = run("report", ".")
    (tags,) = (tags for tags in report["tags"] if tags["corpus"] == "wikipedia-train")
    yield f"Here it is {thousandths(tags['distances'][0]['value'])} after the last one."
    epochs = report["epochs"]
    told = [fraction(epochs[epoch]["information"]["ratio"]["value"]) for epoch in (0, 1, 6)]
    yield f"is {told[0]} in the untrained network, {told[1]} after the first epoch and {told[2]} after the sixth"
    moving = [epoch for epoch in epochs if epoch.get("mean_effect")]
    tested = [epoch["tested"] for epoch in moving]
    yield (f"falls from {thousandths(moving[0]['mean_effect']['value'])} to "
           f"{thousandths(moving[-1]['mean_effect']['value'])} while the perplexity falls from "
           f"{moving[0]['perplexity']:.1f} to {moving[-1]['perplexity']:.1f}, over the {min(tested)} to {max(tested)} neurons")
    for section in report["comparisons"]:
        pair = section["comparison"]
        yield f"| {pair['a']} to {pair['b']}, of {sum(pair['states'].values())} | " + " | ".join(
            str(pair["states"][name]) for name in ("shared", "forgotten", "gained", "never")) + " |"
    domain, gentle, strong = report["comparisons"]
    pair, unknown = domain["comparison"], domain["unknown"]
    yield (f"of the {pair['tested']} neurons with enough firings, {pair['verdicts']['moved']} prefer other tokens than "
           f"before, by a median effect of {fraction(pair['effects']['median'])}")
    yield (f"of {unknown['facing_tested']} neurons that meet more unknown words than before {unknown['facing_moved']} "
           f"moved, and of the other {unknown['other_tested']} moved {unknown['other_moved']}")
    counted, lengths = strong["comparison"]["counted_verdicts"], strong["lengths"]
    yield (f"{counted['lost wins'] + counted['forgotten']} of {sum(counted.values())} keep less than a fifth")
    yield f"{lengths['all_shorter']} prefer fewer and {lengths['all_longer']} more by wins"
    yield f"{lengths['shorter']} fewer and {lengths['longer']} more."
    assert gentle["comparison"]["counted_verdicts"]["displaced"] == 1


def transformer(program):
    """What the README of the transformer's run says: texts, verdicts, and the neuron that moved furthest."""
    def read(*arguments):
        result = subprocess.run([os.path.abspath(program), *arguments, "--format", "json"], check=True,
                                capture_output=True, cwd=os.path.join(ROOT, TRANSFORMER))
        return json.loads(result.stdout)

    wiki, *stages = (f"snapshots/{name}.safetensors" for name in ("wikipedia", "zero-shot", "finetune"))
    compared = read("compare", *stages)
    tokens = [int(read("inspect", path)["metadata"]["tokens.scanned"]) for path in (wiki, stages[0])]
    yield f"leads of Wikipedia articles, {tokens[0]:,} tokens"
    yield f"sentences of movie reviews, {tokens[1]:,} tokens"
    judged = [row for row in compared["neurons"] if row["effect"] is not None]
    furthest = max((row for row in judged if row["verdict"] == "moved"), key=lambda row: row["effect"])
    yield (f"moved {compared['verdicts']['moved']} of the {len(judged)} neurons that can be judged, by "
           f"{fraction(furthest['effect'])} at most")
    shares = []
    for stage in stages:
        shown = read("show", stage, "--neuron", furthest["neuron"])
        shares.append(next(row["sum"] for row in shown["tokens"] if row["token"] == ".") / shown["mass"])
    yield (f"neuron {furthest['neuron'].split(':')[1]} fired at the ends of sentences, {share(shares[0])} of its mass on the "
           f"full stop, and {share(shares[1])} after it")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        run = Run(sys.argv[1], folder)
        lines = [(README, line) for part in (size, screen, words, scores, preferences, pruning) for line in part(run)]
        lines += [(FINDINGS, line) for line in findings(run)]
    lines += [(f"{TRANSFORMER}/README.md", line) for line in transformer(sys.argv[1])]
    if "--print" in sys.argv:
        print("\n".join(line for _, line in lines))
        return
    pages = {}
    for name in {name for name, _ in lines}:
        with open(os.path.join(ROOT, name)) as file:
            pages[name] = " ".join(file.read().split())
    wrong = [(name, line) for name, line in lines if " ".join(line.split()) not in pages[name]]
    for name, line in wrong:
        print(f"{name} lacks:", line)
    print(f"{len(lines) - len(wrong)} of {len(lines)} lines are as the sample runs say")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
