#!/usr/bin/env python3
"""Loads a pruned transformer's folder with the transformers library and prints logits as JSON.

    check_baked_folder.py FOLDER '[[ID, ...], ...]'

For each document of token ids: the logits of the last token, or of the classifier. TransformerExportTests runs it."""

import json
import sys

import torch
import transformers

transformers.logging.set_verbosity_error()


def main():
    folder, documents = sys.argv[1], json.loads(sys.argv[2])
    architecture = transformers.AutoConfig.from_pretrained(folder).architectures[0]
    model, report = getattr(transformers, architecture).from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
    for kind in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        assert not report[kind], (kind, report[kind])
    model.eval()
    with torch.no_grad():
        logits = [model(torch.tensor([ids])).logits for ids in documents]
    print(json.dumps([(rows[0] if rows.dim() == 2 else rows[0][-1]).double().tolist() for rows in logits]))


if __name__ == "__main__":
    main()
