"""What recording costs on top of a forward pass, in alternating rounds on the same machine.

    python3 Tests/Benchmarks/recording_overhead.py [gpt2 | minilm | llama] [ROUNDS] [THREADS]

Random weights in the shapes of GPT-2 small, MiniLM-L6 and a small Llama, random tokens, batches without padding, the
default sites. Each round times the forward pass alone and then recorded under each choice of policies; the table gives
the median of the rounds' ratios by the clock and by processor time: on a machine that others use, trust the latter, with
one thread. Runs on the GPU where there is one; there processor time says nothing.
"""

import os
import statistics
import sys
import tempfile
import time

try:
    import torch
    import transformers
except ImportError as error:
    sys.exit(print(f"skipped: {error}"))

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "Sources", "CRecorder"))
from txray_recorder import Recorder  # noqa: E402

SHAPES = {
    "gpt2": (lambda: transformers.GPT2LMHeadModel(transformers.GPT2Config()), 4, 256),
    "minilm": (lambda: transformers.BertModel(transformers.BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536)), 16, 128),
    "llama": (lambda: transformers.LlamaForCausalLM(transformers.LlamaConfig(
        vocab_size=49152, hidden_size=576, num_hidden_layers=30, num_attention_heads=9, num_key_value_heads=3,
        intermediate_size=1536)), 4, 128),
}
POLICIES = (["max1"], ["max1", "quantile:0.999"])


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else "gpt2"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    if len(sys.argv) > 3:
        torch.set_num_threads(int(sys.argv[3]))
    make, rows, length = SHAPES[name]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(1)
    model = make().eval().to(device)
    host = torch.randint(10, 20000, (rows, length))
    ids = host.to(device)

    def timed(recorder=None):
        start = time.perf_counter(), time.process_time()
        if recorder is None:
            model(ids)
        else:
            with recorder.batch(host):
                model(ids)
        if device == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter() - start[0], time.process_time() - start[1]

    with torch.no_grad(), tempfile.TemporaryDirectory() as folder:
        recorders = []
        for policies in POLICIES:
            recorder = Recorder(model, os.path.join(folder, "x"), policies=policies, digest="")
            if len(policies) > 1:
                with recorder.first_pass(), recorder.batch(host):
                    model(ids)
            for hook in recorder._hooks:
                hook.remove()
            recorders.append(recorder)
        timed()
        alone, recorded = [], [[] for _ in POLICIES]
        for _ in range(rounds):
            alone.append(timed())
            for times, recorder in zip(recorded, recorders):
                modules = dict(model.named_modules())
                recorder._hooks = [recorder._hook(site, modules[site.module]) for site in recorder.sites]
                times.append(timed(recorder))
                for hook in recorder._hooks:
                    hook.remove()
    seconds = statistics.median(wall for wall, _ in alone)
    print(f"{name}, {rows} x {length} tokens on {device}, {torch.get_num_threads()} threads, torch {torch.__version__}, "
          f"{rounds} rounds: forward {seconds:.3f} s, {rows * length / seconds:,.0f} tokens/s")
    print("| policies | clock: ratio, median | least to most | processor: ratio, median | least to most |")
    print("| --- | --- | --- | --- | --- |")
    for policies, times in zip(POLICIES, recorded):
        cells = [", ".join(policies)]
        for which in (0, 1):
            ratios = [b[which] / a[which] for a, b in zip(alone, times)]
            cells += [f"{statistics.median(ratios):.3f}", f"{min(ratios):.3f} to {max(ratios):.3f}"]
        print("| " + " | ".join(cells) + " |")
    if device == "cuda":
        print(f"peak device memory {torch.cuda.max_memory_allocated() / 2**20:,.0f} MiB")


main()
