"""Records a model folder of `transformers` over a text, for TransformerParityTests.

    python3 Tests/Recorder/record_folder.py FOLDER TEXT OUT.recording [DOCUMENTS]
    TXRAY_PARITY=FOLDER=OUT.recording swift test --filter TransformerParityTests

TEXT has documents separated by blank lines.
"""

import os
import sys

try:
    import torch
import transformers
except ImportError as error:
    sys.exit(print(f"skipped: {error}"))

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Sources", "CRecorder"))
from txray_recorder import record_texts  # noqa: E402

folder, text, out = sys.argv[1:4]
with open(text) as file:
    documents = [d.strip() for d in file.read().split("\n\n") if d.strip()][: int((sys.argv + [20])[4])]
model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32)
tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
record_texts(model, tokenizer, documents, out, policies=["max1", "quantile:0.99"], max_length=128)
print(f"{len(documents)} documents, {os.path.getsize(out):,} bytes")
