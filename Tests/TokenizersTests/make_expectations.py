#!/usr/bin/env python3
"""Writes Tests/TokenizersTests/Reference: small tokenizers of every kind and what they make of a few texts.

    pip install tokenizers==0.23.3
    Tests/TokenizersTests/make_expectations.py

Tokenizers of one kind share a vocabulary, so models.json holds the vocabularies and cases.json the rest, with a mark
where the vocabulary goes. Both hold them as text, as a tokenizer.json would. The texts that the vocabularies are
trained on are those below and this script.
"""

import json
import os
import struct

import kinds
from tokenizers import Tokenizer, models

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "Reference")
MARK = "@vocabulary@"

TEXTS = [
    "Hello world, it's 2024 and we're fine!",
    "  two  spaces\tand\u00a0more \u3000  ",
    "camelCase foo_bar x86 3.14 don'T 'LL '\u017fo 123456",
    "\u00c9l\u00e9gant na\u00efve Stra\u00dfe \u0130stanbul \ufb01n \u00bd \u2460 \u212b",
    "e\u0301\u0323 o\u0308 a\u030a\u0327 \u1100\u1161\u11a8 \uac01 \u0301\u0345",
    "\u6f22\u5b57 \u304b\u3099\u306a \u30ab\u30bf\u30ab\u30ca \u0e20\u0e32\u0e29\u0e32 \u0939\u093f\u0928\u094d\u0926\u0940",
    "\u0391\u03a3 \u0421\u044a\u0435\u0448\u044c \u05e2\u05d1 \u0639\u0631\u0628\u064a\u064e",
    "\U0001f600\U0001f44d\U0001f3fd \U0001f469\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f \U0001d54f",
    "\x00a\x07b\u200b\ufeff\ufffd\u00ad\x85\u2028z\x7f",
    "<s> </s> hello[SEP] <mask>  <b>x <|im_start|>hellos\u2581\u2581 \u0120",
    "a\rb\r\rc \r", "", " ", "\u0301",
]
# Their special tokens are read from the text, too.
ADDED = {"added", "metaspace_added", "bert_added"}


def training_lines():
    with open(os.path.join(HERE, "make_expectations.py"), encoding="utf-8") as script:
        return [line.strip() for line in script] * 2 + TEXTS


def double_array(mapping):
    """The blob of a SentencePiece character map: a double array as darts-clone lays it out, and the texts."""
    texts, values = b"", {}
    for key, text in mapping.items():
        values[key.encode()] = len(texts)
        texts += text.encode() + b"\0"
    units, used = {0: 0}, {0}

    def place(prefix, position, label):
        leaf = prefix in values
        labels = sorted({key[len(prefix)] for key in values if key.startswith(prefix) and len(key) > len(prefix)})
        wanted = ([0] if leaf else []) + labels
        offset = next(
            base for base in range(1, 1 << 20)
            if all((position ^ base ^ one) not in used for one in wanted))
        units[position] = offset << 10 | leaf << 8 | label
        children = {one: position ^ offset ^ one for one in wanted}
        used.update(children.values())
        if leaf:
            units[children[0]] = 1 << 31 | values[prefix]
        for one in labels:
            place(prefix + bytes([one]), children[one], one)

    place(b"", 0, 0)
    # Any byte may be tried at any node, so the array ends with a whole block.
    array = b"".join(struct.pack("<I", units.get(index, 0)) for index in range((max(units) | 0xFF) + 1))
    return struct.pack("<I", len(array)) + array + texts


class Shared:
    """Stands in for the trainers of `kinds`: a vocabulary for each sort of model, made once."""

    def __init__(self, lines):
        self.lines, self.models, self.last = lines, {}, None
        self.makers = {name: getattr(kinds, name) for name in
                       ("byte_pair", "fallback_pair", "word_piece", "unigram", "word_level")}
        for name in self.makers:
            setattr(kinds, name, lambda *arguments, _name=name, **options: self.make(_name, arguments, options))

    def make(self, name, arguments, options):
        made = self.makers[name](*arguments, **options)
        data = json.loads(made.to_str())
        odd = [key for key in ("continuing_subword_prefix", "end_of_word_suffix") if options.get(key)]
        key = "_".join([name] + odd + (["bytes"] if options.get("fallback") else []))
        shared = self.models.setdefault(key, {part: data["model"][part] for part in ("vocab", "merges")
                                              if part in data["model"]})
        data["model"].update(shared)
        data["added_tokens"] = []
        self.last = key
        tokenizer = Tokenizer.from_str(json.dumps(data))
        special = options.get("special") or {
            "word_piece": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "word_level": ["[UNK]", "[MASK]"],
        }.get(name, ["<unk>", "<s>", "</s>"] if name != "byte_pair" else ["<|endoftext|>"])
        tokenizer.add_special_tokens(list(special))
        if name == "word_piece":
            tokenizer.post_processor = kinds.framed(tokenizer, "[CLS]", None, "[SEP]")
        return tokenizer


def offsets_in_bytes(text, offsets):
    ends = [0]
    for character in text:
        ends.append(ends[-1] + len(character.encode()))
    return [(ends[start], ends[end]) for start, end in offsets]


def encode(tokenizer, text, special, as_tokens):
    tokenizer.encode_special_tokens = not as_tokens
    encoding = tokenizer.encode(text, add_special_tokens=special)
    offsets = offsets_in_bytes(text, encoding.offsets)
    return {"ids": " ".join(map(str, encoding.ids)), "offsets": " ".join(f"{a}-{b}" for a, b in offsets)}


def main():
    os.makedirs(FOLDER, exist_ok=True)
    import base64
    charsmap = base64.b64encode(double_array(
        {"\ufb01": "fi", "\u2460": "1", "e\u0301": "\u00e9", "\u3000": " ", "\u00bd": "1/2", "\x07": "", "o": "o"}))
    lines = training_lines()
    shared = Shared(lines)
    cases = []
    for name, tokenizer in kinds.kinds(lines, 330, charsmap.decode()):
        data = json.loads(tokenizer.to_str())
        key = shared.last
        if isinstance(data["model"]["vocab"], dict) and data["model"]["vocab"] != shared.models[key]["vocab"]:
            shared.models[name] = {part: data["model"][part] for part in shared.models[key]}
            key = name
        for part in shared.models[key]:
            del data["model"][part]
        data.pop("decoder"), data.pop("truncation"), data.pop("padding")
        text = json.dumps(data, ensure_ascii=False)
        head, brace, tail = text.rpartition("}}")
        assert brace and not tail
        documents = []
        for number, line in enumerate(TEXTS):
            documents.append({"text": number, **encode(tokenizer, line, name not in ADDED, False)})
            if name in ADDED:
                documents.append({"text": number, "tokens": True, **encode(tokenizer, line, False, True)})
        cases.append({"name": name, "model": key, "tokenizer": f"{head}, {MARK}}}}}", "documents": documents})
    for name, value in (("models", {key: json.dumps(parts, ensure_ascii=False)[1:-1]
                                    for key, parts in shared.models.items()}),
                        ("cases", {"texts": TEXTS, "cases": cases})):
        with open(os.path.join(FOLDER, f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, separators=(",", ":"))


main()
