"""Records the small transformers of TransformersTests, for TransformerParityTests.

    python3 Tests/RecordingsTests/Reference/make_transformer_recordings.py

Needs torch, safetensors and transformers. Documents are random tokens, recorded in padded batches.
"""

import os
import sys

import torch
import transformers

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(HERE, "..", "..", "TransformersTests", "Reference")
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "Sources", "CRecorder"))
from txray_recorder import Recorder  # noqa: E402

POLICIES = ["max1", "quantile:0.95"]
SITES = ["*.mlp.hook_post", "*.attn.hook_z", "*.hook_mlp_out", "*.hook_resid_post"]


@torch.no_grad()
def main():
    os.chdir(MODELS)  # a recording names its model's folder: without the path to it
    for name in ("gpt2", "bert", "llama", "gemma2"):
        model = transformers.AutoModel.from_pretrained(
            f"./{name}", attn_implementation="eager", dtype=torch.float32
        ).eval()
        torch.manual_seed(5)
        documents = [torch.randint(3, model.config.vocab_size, (n,)) for n in (1, 7, 19, 4, 30, 12)]
        batches = []
        for start in (0, 3):
            ids = torch.nn.utils.rnn.pad_sequence(documents[start : start + 3], batch_first=True)
            lengths = torch.tensor([len(d) for d in documents[start : start + 3]])
            batches.append((ids, (torch.arange(ids.shape[1]) < lengths[:, None]).long()))
        out = os.path.join(HERE, name + ".recording")
        with Recorder(model, out, policies=POLICIES, sites=SITES, blocks=2, bins=4) as recorder:
            with recorder.first_pass():
                for ids, mask in batches:
                    with recorder.batch(ids, mask):
                        model(input_ids=ids, attention_mask=mask)
            for ids, mask in batches:
                with recorder.batch(ids, mask):
                    model(input_ids=ids, attention_mask=mask)
        print(name, os.path.getsize(out))


main()
