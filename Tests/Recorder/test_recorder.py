"""Tests of the recorder for PyTorch, against plain hooks.

    python3 Tests/Recorder/test_recorder.py

Needs torch and safetensors; what needs transformers besides is skipped where it is absent. Prints why it skips.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

try:
    import torch
    from safetensors import safe_open
    from safetensors.torch import load_file
    from torch import nn
except ImportError as error:
    sys.exit(print(f"skipped: {error}"))
try:
    import transformers

    transformers.logging.set_verbosity_error()
except ImportError:
    transformers = None

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDER = os.path.join(HERE, "..", "..", "Sources", "CRecorder")
sys.path.insert(0, RECORDER)
from txray_recorder import Pieces, Recorder, RecorderError, find_sites, record_texts, trainer_callback  # noqa: E402

needs_transformers = unittest.skipIf(transformers is None, "transformers is not installed")
SITES = {"first": ("up", "output"), "second": ("down", "input")}


class Tiny(nn.Module):
    """Two sites of 96 neurons; what a token does depends on those before it."""

    def __init__(self, vocabulary=20):
        super().__init__()
        torch.manual_seed(3)
        self.embedding = nn.Embedding(vocabulary, 16)
        self.up = nn.Linear(16, 96)
        self.down = nn.Linear(96, 16)

    def forward(self, ids, mask=None):
        x = self.embedding(ids)
        x = x if mask is None else x * mask[..., None].to(x.dtype)
        return self.down(torch.relu(self.up(torch.cumsum(x, 1))))


def activations(model, sites, run):
    """What plain hooks see: {site: tensor}."""
    seen, modules = {}, dict(model.named_modules())
    hooks = []
    for name, (path, side) in sites.items():
        if side == "input":
            hooks.append(modules[path].register_forward_pre_hook(
                lambda m, args, name=name: seen.update({name: args[0].detach()})))
        else:
            hooks.append(modules[path].register_forward_hook(
                lambda m, args, out, name=name: seen.update({name: out[0] if isinstance(out, tuple) else out})))
    with torch.no_grad():
        run()
    for hook in hooks:
        hook.remove()
    return seen


class Recording:
    """A recording as the documentation says that it is read."""

    def __init__(self, path):
        self.tensors = load_file(path)
        with safe_open(path, "pt") as file:
            self.metadata = file.metadata()

    def __getitem__(self, name):
        return self.tensors[name]

    def events(self, policy, site):
        count, neuron, value = (self[f"{policy}/{site}/{part}"] for part in ("count", "neuron", "value"))
        token = torch.arange(len(count)).repeat_interleave(count)
        return list(zip(token.tolist(), neuron.tolist(), value.tolist()))


class RecorderTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def at(self, name):
        return os.path.join(self.folder.name, name)

    def record(self, model, batches, name="x.recording", **options):
        """Records batches of (ids, mask, further arguments of `batch`); returns the recording."""
        with torch.no_grad(), Recorder(model, self.at(name), **options) as recorder:
            for ids, mask, more in batches:
                with recorder.batch(ids, mask, **more):
                    model(ids, mask)
        return Recording(self.at(name))

    def check_site(self, recording, site, x, quantile=None):
        """Events and moments of a site against the activations [tokens, N] of the counted tokens."""
        x = x.float()
        events, (top, winner) = recording.events("max1", site), x.topk(2)
        for (_, neuron, value), best, expected in zip(events, top.tolist(), winner[:, 0].tolist()):
            self.assertAlmostEqual(value, best[0], delta=1e-5)
            if best[0] - best[1] > 1e-5:  # the same pass twice may round otherwise
                self.assertEqual(neuron, expected)
        self.assertEqual(len(events), len(x))
        sites = [s.rpartition(":") for s in recording.metadata["sites"].split(",")]
        names = [name for name, _, _ in sites]
        start = sum(int(n) for name, _, n in sites[: names.index(site)])
        rows = slice(start, start + x.shape[1])
        wide = x.double()
        for name, expected in (("sum", wide.sum(0)), ("squares", (wide * wide).sum(0))):
            torch.testing.assert_close(recording["moments." + name].sum(0)[rows], expected, rtol=1e-6, atol=1e-5)
        torch.testing.assert_close(recording["moments.minimum"][rows], x.amin(0))
        torch.testing.assert_close(recording["moments.maximum"][rows], x.amax(0))
        self.assertEqual(recording["histogram"][rows].sum(1).tolist(), [len(x)] * x.shape[1])
        if quantile:
            limit = recording[quantile + "/threshold"][rows]
            found = {(token, neuron) for token, neuron, _ in recording.events(quantile, site)}
            expected = {(token, neuron) for token, neuron in (x > limit).nonzero().tolist()}
            close = {(token, neuron) for token, neuron in ((x - limit).abs() < 1e-5).nonzero().tolist()}
            self.assertLessEqual(found ^ expected, close)


class TokenTests(RecorderTest):
    """Which tokens count, and where they stand."""

    def test_padding_counts_on_neither_side(self):
        model, ids = Tiny(), torch.randint(1, 20, (3, 6))
        for side in (slice(0, 2), slice(4, 6)):
            mask = torch.ones_like(ids)
            mask[1, side] = 0
            seen = activations(model, SITES, lambda: model(ids, mask))
            recording = self.record(model, [(ids, mask, {})], sites=SITES)
            self.assertEqual(recording["document.starts"].tolist(), [0, 6, 10, 16])
            self.assertEqual(recording["token.id"].tolist(), ids[mask.bool()].tolist())
            for site in SITES:
                self.check_site(recording, site, seen[site][mask.bool()])

    def test_special_tokens_are_kept_but_not_counted(self):
        model, ids = Tiny(), torch.tensor([[0, 5, 0, 6], [7, 8, 9, 0]])
        seen = activations(model, SITES, lambda: model(ids))
        recording = self.record(model, [(ids, None, {})], sites=SITES, special=[0])
        self.assertEqual(recording["token.counted"].tolist(), [0, 1, 0, 1, 1, 1, 1, 0])
        self.assertEqual([t for t, _, _ in recording.events("max1", "first")], [1, 3, 4, 5, 6])
        self.check_site(recording, "second", seen["second"][ids != 0])

    def test_packed_documents_are_told_apart(self):
        model, ids = Tiny(), torch.randint(0, 20, (2, 6))
        document = torch.tensor([[4, 4, 1, 1, 1, -1], [4, 2, 2, -1, -1, -1]])
        seen = activations(model, SITES, lambda: model(ids))
        recording = self.record(model, [(ids, None, {"document": document})], sites=SITES, blocks=4)
        self.assertEqual(recording["document.index"].tolist(), [1, 2, 4])
        self.assertEqual(recording["document.starts"].tolist(), [0, 3, 5, 8])
        order = [(0, 2), (0, 3), (0, 4), (1, 1), (1, 2), (0, 0), (0, 1), (1, 0)]
        self.assertEqual(recording["token.id"].tolist(), [int(ids[p]) for p in order])
        self.check_site(recording, "first", torch.stack([seen["first"][p] for p in order]))
        in_block_2 = torch.stack([seen["first"][p] for p in order[3:5]]).double().sum(0)
        torch.testing.assert_close(recording["moments.sum"][2, :96], in_block_2)

    def test_a_document_goes_on_in_later_batches(self):
        model, ids = Tiny(), torch.randint(0, 20, (2, 4))
        batches = [(ids, None, {"document": [0, 1]}), (ids, None, {"document": [1, 2]})]
        recording = self.record(model, batches, sites=SITES, skip_starts=5)
        self.assertEqual(recording["document.starts"].tolist(), [0, 4, 12, 16])
        self.assertEqual(recording["token.counted"].tolist(), [0] * 9 + [1] * 3 + [0] * 4)
        self.assertEqual(int(recording["moments.count"][0]), 3)

    def test_offsets_become_bytes(self):
        texts = ["caf\u00e9 au lait", "th\u00e9"]
        offsets = torch.tensor([[[0, 4], [5, 7], [8, 12]], [[0, 3], [0, 0], [0, 0]]])
        ids, mask = torch.tensor([[1, 2, 3], [4, 0, 0]]), torch.tensor([[1, 1, 1], [1, 0, 0]])
        recording = self.record(Tiny(), [(ids, mask, {"offsets": offsets, "text": texts})], sites=SITES)
        self.assertEqual(recording["token.span"].tolist(), [[0, 5], [6, 8], [9, 13], [0, 4]])
        self.assertEqual(bytes(recording["document.text"].tolist()).decode(), "".join(texts))
        self.assertEqual(recording["document.text_starts"].tolist(), [0, 13, 17])

    def test_alignment_is_all_or_nothing(self):
        model, ids = Tiny(), torch.ones(1, 2, dtype=torch.int64)
        with self.assertRaisesRegex(RecorderError, "together"):
            self.record(model, [(ids, None, {"text": ["a b"]})], sites=SITES)
        with self.assertRaisesRegex(RecorderError, "every batch or with none"):
            self.record(model, [(ids, None, {}), (ids, None, {"words": [[0, 1]]})], sites=SITES)


class PolicyTests(RecorderTest):
    def test_every_policy_picks_what_it_says(self):
        model, ids = Tiny(), torch.randint(0, 20, (2, 8))
        x = activations(model, SITES, lambda: model(ids))["first"].flatten(0, 1)
        limit = x.quantile(0.9, dim=0)
        recording = self.record(
            model, [(ids, None, {})], sites={"first": SITES["first"]},
            policies=["max1", "abs-max1", "topk:3", "quantile:0.9"], thresholds={"quantile:0.9": {"first": limit}})
        self.check_site(recording, "first", x, "quantile:0.9")
        self.assertEqual([n for _, n, _ in recording.events("abs-max1", "first")], x.abs().argmax(1).tolist())
        self.assertEqual([v for _, _, v in recording.events("abs-max1", "first")],
                         x.gather(1, x.abs().argmax(1, keepdim=True)).flatten().tolist())
        self.assertEqual([n for _, n, _ in recording.events("topk:3", "first")],
                         x.topk(3).indices.sort().values.flatten().tolist())

    def test_a_first_pass_finds_thresholds_just_above_the_quantile(self):
        model, ids = Tiny(), torch.randint(0, 20, (8, 50))
        x = activations(model, SITES, lambda: model(ids))["first"].flatten(0, 1)
        with torch.no_grad(), Recorder(model, self.at("x"), sites=SITES, policies=["quantile:0.95"]) as recorder:
            with self.assertRaisesRegex(RecorderError, "first_pass"), recorder.batch(ids):
                model(ids)
            recorder._broken = False
            with recorder.first_pass(), recorder.batch(ids):
                model(ids)
            found = recorder.thresholds["quantile:0.95"]["first"]
            with recorder.batch(ids):
                model(ids)
        true = x.sort(0).values[-(-400 * 95 // 100) - 1]
        self.assertTrue(bool((found >= true).all()))
        self.assertTrue(bool((found - true <= true.abs() / 128 + 2**-9).all()))

    def test_what_is_not_finite_is_left_out(self):
        model, ids = Tiny(), torch.randint(1, 20, (2, 4))
        with torch.no_grad():
            model.up.bias[5] = float("nan")
            model.up.bias[6] = float("inf")
        x = activations(model, SITES, lambda: model(ids))["first"].flatten(0, 1)
        recording = self.record(model, [(ids, None, {})], sites={"first": SITES["first"]}, policies=["max1", "abs-max1"])
        kept = x[:, [n for n in range(96) if n not in (5, 6)]]
        self.assertEqual([v for _, _, v in recording.events("max1", "first")], kept.amax(1).tolist())
        self.assertEqual(recording["moments.count"][4:8].tolist(), [8, 0, 0, 8])
        self.assertEqual(recording["histogram"].sum(1)[4:8].tolist(), [8, 0, 0, 8])
        self.assertTrue(bool(torch.isfinite(recording["moments.sum"]).all()))

    def test_unknown_policies_are_refused(self):
        for policy in ("max", "max1:2", "topk:0", "topk:x", "quantile:1", ""):
            with self.assertRaises(RecorderError):
                Recorder(Tiny(), self.at("x"), sites=SITES, policies=[policy])


class ModelTests(RecorderTest):
    """Shapes and families; every one against plain hooks."""

    def test_a_model_in_bfloat16(self):
        model, ids = Tiny().bfloat16(), torch.randint(0, 20, (2, 5))
        seen = activations(model, SITES, lambda: model(ids))
        recording = self.record(model, [(ids, None, {})], sites=SITES)
        for site in SITES:
            self.check_site(recording, site, seen[site].flatten(0, 1))

    def test_recurrent_modules(self):
        for kind in (nn.LSTM, nn.GRU, nn.RNN):
            for batch_first in (True, False):
                model = nn.Module()
                model.add_module("rnn", kind(6, 7, num_layers=2, bidirectional=True, batch_first=batch_first))
                x, ids = torch.randn(3, 4, 6), torch.zeros(3, 4, dtype=torch.int64)
                output = model.rnn(x if batch_first else x.transpose(0, 1))[0]
                output = (output if batch_first else output.transpose(0, 1)).flatten(0, 1).detach()
                with torch.no_grad(), Recorder(model, self.at("r")) as recorder, recorder.batch(ids):
                    model.rnn(x if batch_first else x.transpose(0, 1))
                name = kind.__name__.lower() + ".1"
                self.assertEqual(list(find_sites(model)), [name, name + ".reverse"])
                self.check_site(Recording(self.at("r")), name, output[:, :7])
                self.check_site(Recording(self.at("r")), name + ".reverse", output[:, 7:])

    def test_packed_sequences(self):
        model = nn.Module()
        model.add_module("rnn", nn.LSTM(6, 7, batch_first=True))
        x, mask = torch.randn(3, 5, 6), torch.tensor([[1, 1, 0, 0, 0], [1, 1, 1, 1, 0], [1, 0, 0, 0, 0]])
        packed = nn.utils.rnn.pack_padded_sequence(x, mask.sum(1), batch_first=True, enforce_sorted=False)
        with torch.no_grad(), Recorder(model, self.at("r")) as recorder:
            with recorder.batch(torch.zeros_like(mask), mask):
                model.rnn(packed)
        self.check_site(Recording(self.at("r")), "lstm.0", model.rnn(x)[0].detach()[mask.bool()])

    def test_a_model_that_takes_padding_out(self):
        model, ids = Tiny(), torch.randint(0, 20, (2, 4))
        mask = torch.tensor([[1, 1, 1, 0], [0, 1, 1, 1]]).bool()
        seen = activations(model, SITES, lambda: model(ids))["first"][mask]
        with torch.no_grad(), Recorder(model, self.at("r"), sites={"first": SITES["first"]}) as recorder:
            with recorder.batch(ids, mask):
                model.up(torch.cumsum(model.embedding(ids), 1)[mask])
        self.check_site(Recording(self.at("r")), "first", seen)

    def test_sites_by_path_and_what_cannot_be_one(self):
        model, ids = Tiny(), torch.randint(0, 20, (2, 4))
        self.assertEqual(self.record(model, [(ids, None, {})], sites=["up"]).metadata["sites"], "up:96")
        for sites in (None, ["nothing"], {"a b": ("up", "output")}, {"a": ("gone", "output")}, {"a": ("up", "side")}):
            with self.assertRaises(RecorderError):
                Recorder(model, self.at("x"), sites=sites)
        with self.assertRaisesRegex(RecorderError, "did not run"):
            with Recorder(model, self.at("x"), sites=SITES) as recorder, recorder.batch(ids):
                model.up(model.embedding(ids))
        with self.assertRaisesRegex(RecorderError, "ran twice"):
            with Recorder(model, self.at("x"), sites=SITES) as recorder, recorder.batch(ids):
                model(ids), model(ids)
        self.assertFalse(os.path.exists(self.at("x")))

    @needs_transformers
    def test_families(self):
        small = dict(vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
        llama = dict(small, num_key_value_heads=2, head_dim=8, pad_token_id=0)
        families = {
            "GPT2": dict(vocab_size=40, n_embd=16, n_layer=2, n_head=2, bos_token_id=0, eos_token_id=0),
            "GPTNeoX": small, "Llama": llama, "Mistral": llama, "Qwen2": llama, "Qwen3": llama, "Gemma2": llama,
            "Gemma3Text": llama, "Olmo2": llama, "Phi3": llama, "Bert": small, "Roberta": small,
            "DistilBert": dict(vocab_size=40, dim=16, n_layers=2, n_heads=2, hidden_dim=32),
            "ModernBert": dict(small, pad_token_id=0, bos_token_id=0, eos_token_id=0, cls_token_id=0, sep_token_id=0),
        }
        down = {"GPT2": "mlp.c_proj", "GPTNeoX": "mlp.dense_4h_to_h", "Bert": "output.dense", "Roberta": "output.dense",
                "DistilBert": "ffn.lin2", "ModernBert": "mlp.Wo"}
        for family, options in families.items():
            with self.subTest(family):
                name = family.replace("Gemma3Text", "Gemma3")
                config = getattr(transformers, family + "Config")(**options)
                kind = getattr(transformers, family + "Model", None) or getattr(transformers, name + "TextModel")
                model = kind(config).eval()
                ids, mask = torch.randint(3, 40, (2, 6)), torch.ones(2, 6, dtype=torch.int64)
                mask[1, 4:] = 0
                self.check_family(model, ids, mask, down.get(family, "mlp.down_proj"), options.get("n_embd") and 64 or 32)

    def check_family(self, model, ids, mask, down, neurons):
        found = find_sites(model)
        for hook, side in (("mlp.hook_post", "input"), ("attn.hook_z", "input"), ("hook_mlp_out", "output"),
                           ("hook_resid_post", "output")):
            for layer in (0, 1):
                self.assertEqual(found[f"blocks.{layer}.{hook}"].side, side)
        path = found["blocks.1.mlp.hook_post"].module
        self.assertTrue(path.endswith("1." + down), path)
        sites = {name: (site.module, site.side) for name, site in found.items()}
        seen = activations(model, sites, lambda: model(input_ids=ids, attention_mask=mask))
        with torch.no_grad(), Recorder(model, self.at("f"), sites="*") as recorder, recorder.batch(ids, mask):
            model(input_ids=ids, attention_mask=mask)
        recording = Recording(self.at("f"))
        self.assertIn(f"blocks.1.mlp.hook_post:{neurons}", recording.metadata["sites"].split(","))
        for name, x in seen.items():
            self.check_site(recording, name, x[mask.bool()])

    @needs_transformers
    def test_a_family_that_txray_does_not_know(self):
        config = transformers.OPTConfig(
            vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, ffn_dim=64, word_embed_proj_dim=16)
        model = transformers.OPTModel(config).eval()
        sites = {f"blocks.{i}.mlp.hook_post": (f"decoder.layers.{i}.fc2", "input") for i in (0, 1)}
        ids, mask = torch.randint(3, 40, (3, 7)), torch.ones(3, 7, dtype=torch.int64)
        mask[0, :3] = 0
        seen = activations(model, sites, lambda: model(ids, attention_mask=mask))
        with torch.no_grad(), Recorder(model, self.at("o"), sites=sites, policies=["max1", "quantile:0.9"]) as recorder:
            with recorder.first_pass(), recorder.batch(ids, mask):
                model(ids, attention_mask=mask)
            with recorder.batch(ids, mask):
                model(ids, attention_mask=mask)
        for site in sites:
            x = seen[site]
            x = x.reshape(3, 7, -1)[mask.bool()]
            self.check_site(Recording(self.at("o")), site, x, "quantile:0.9")


class FileTests(RecorderTest):
    """Whole or not at all."""

    def test_nothing_is_written_when_the_job_fails(self):
        model, ids = Tiny(), torch.randint(0, 20, (2, 4))
        with self.assertRaises(ZeroDivisionError), Recorder(model, self.at("x"), sites=SITES) as recorder:
            with recorder.batch(ids):
                model(ids)
            1 / 0
        self.assertEqual(os.listdir(self.folder.name), [])
        self.assertFalse(model.up._forward_hooks)

    def test_a_batch_that_failed_half_way_spoils_the_recording(self):
        model, ids = Tiny(), torch.randint(0, 20, (2, 4))
        recorder = Recorder(model, self.at("x"), sites=SITES)
        with self.assertRaises(ZeroDivisionError), recorder.batch(ids):
            1 / 0
        for again in (recorder.flush, lambda: recorder.batch(ids).__enter__()):
            with self.assertRaisesRegex(RecorderError, "anew"):
                again()

    def script(self, lines):
        return [sys.executable, "-c", "\n".join([
            "import sys, torch", f"sys.path[:0] = [{HERE!r}, {RECORDER!r}]",
            "from test_recorder import Tiny, SITES", "from txray_recorder import Recorder",
            "torch.set_num_threads(1)", *lines])]

    def test_killed_while_it_writes(self):
        # 100,000 named tokens make the file 20 MB; it is written over and over until the job is killed.
        path, seed = self.at("k.recording"), random.randrange(1 << 30)
        print(f"seed {seed}", file=sys.stderr)
        chance = random.Random(seed)
        command = self.script([
            "names = ['x' * 190 + str(i) for i in range(100000)]",
            f"r = Recorder(Tiny(), {path!r}, sites=SITES, tokenizer=names, digest='')",
            "while True:",
            "    with torch.no_grad(), r.batch(torch.ones(1, 4, dtype=torch.int64)): r.model(torch.ones(1, 4, dtype=torch.int64))",
            "    r.flush()",
            "    print('written', flush=True)"])
        states = set()
        for _ in range(6):
            job = subprocess.Popen(command, stdout=subprocess.PIPE)
            job.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            job.send_signal(signal.SIGKILL)
            job.wait()
            job.stdout.close()
            states.update("half" if name.endswith(".tmp") else "whole" for name in os.listdir(self.folder.name))
            self.assertEqual(len(Recording(path)["vocabulary.text_starts"]), 100001)
        self.assertIn("whole", states)

    def test_a_full_disk(self):
        disk = self.at("disk")
        os.mkdir(disk)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True)
        if mounted.returncode:
            self.skipTest("no tmpfs can be mounted here: " + mounted.stderr.decode().strip())
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        model, ids = Tiny(), torch.randint(0, 20, (4, 8))
        with self.assertRaises(Exception) as caught, torch.no_grad():
            with Recorder(model, os.path.join(disk, "x"), sites=SITES) as recorder, recorder.batch(ids):
                model(ids)
        self.assertRegex(str(caught.exception), "No space|os error 28")
        self.assertEqual(os.listdir(disk), [])

    def test_two_ranks_share_documents_and_thresholds(self):
        port = random.randrange(20000, 60000)
        lines = [
            "import torch.distributed as d",
            f"d.init_process_group('gloo', init_method='tcp://127.0.0.1:{port}', rank=int(sys.argv[1]), world_size=2)",
            "torch.manual_seed(9); every = torch.randint(0, 20, (6, 8)); ids = every[int(sys.argv[1])::2]",
            f"with torch.no_grad(), Recorder(Tiny(), {self.at('d.recording')!r}, sites=SITES, policies=['max1', 'quantile:0.9']) as r:",
            "    with r.first_pass():",
            "        with r.batch(ids): r.model(ids)",
            "    with r.batch(ids): r.model(ids)",
            "d.destroy_process_group()"]
        jobs = [subprocess.Popen([*self.script(lines), str(rank)]) for rank in (0, 1)]
        self.assertEqual([job.wait(120) for job in jobs], [0, 0])
        self.assertEqual(sorted(os.listdir(self.folder.name)), ["d.rank0of2.recording", "d.rank1of2.recording"])
        torch.manual_seed(9)
        ids, model = torch.randint(0, 20, (6, 8)), Tiny()
        with torch.no_grad(), Recorder(model, self.at("w"), sites=SITES, policies=["max1", "quantile:0.9"]) as recorder:
            with recorder.first_pass(), recorder.batch(ids):
                model(ids)
            with recorder.batch(ids):
                model(ids)
        whole = Recording(self.at("w"))
        parts = [Recording(self.at(f"d.rank{rank}of2.recording")) for rank in (0, 1)]
        self.assertEqual([p["document.index"].tolist() for p in parts], [[0, 2, 4], [1, 3, 5]])
        for part in parts:
            self.assertTrue(torch.equal(part["quantile:0.9/threshold"], whole["quantile:0.9/threshold"]))
        self.assertTrue(torch.equal(sum(p["moments.sum"] for p in parts), whole["moments.sum"]))
        self.assertTrue(torch.equal(sum(p["histogram"] for p in parts), whole["histogram"]))

    def test_a_killed_job_goes_on(self):
        model, every = Tiny(), torch.randint(0, 20, (10, 6))
        options = dict(sites=SITES, policies=["max1", "quantile:0.9"], part_tokens=24)

        def run(recorder, last, first_pass):
            with torch.no_grad():
                if first_pass:
                    with recorder.first_pass():
                        for row in range(10):
                            with recorder.batch(every[row : row + 1], document=[row]):
                                model(every[row : row + 1])
                for row in range(last):
                    with recorder.batch(every[row : row + 1], document=[row]):
                        model(every[row : row + 1])

        run(Recorder(model, self.at("p.recording"), **options), 7, True)  # and then it is gone
        self.assertEqual(os.listdir(self.folder.name), ["p.part0000.recording"])
        with Recorder(model, self.at("p.recording"), resume=True, **options) as recorder:
            done = sorted(recorder.recorded)
            self.assertEqual(done, list(range(len(done))))
            run(recorder, 10, False)
        names = sorted(os.listdir(self.folder.name))
        parts = [Recording(self.at(name)) for name in names]
        self.assertEqual([d for p in parts for d in p["document.index"].tolist()], list(range(10)))
        self.assertEqual([i for p in parts for i in p["token.id"].tolist()], every.flatten().tolist())
        with self.assertRaisesRegex(RecorderError, "other sites: first, second"):
            Recorder(model, self.at("p.recording"), resume=True, **{**options, "sites": dict(reversed(SITES.items()))})
        with torch.no_grad():
            model.up.bias += 1
        with self.assertRaisesRegex(RecorderError, "another checkpoint.sha256"):
            Recorder(model, self.at("p.recording"), resume=True, **options)

    def test_a_document_that_goes_on_after_its_part_is_refused(self):
        model, ids = Tiny(), torch.randint(0, 20, (1, 6))
        with torch.no_grad(), Recorder(model, self.at("p.recording"), sites=SITES, part_tokens=4) as recorder:
            for number in (0, 0, 1, 2):  # a document may go on while its part is open
                with recorder.batch(ids, document=[number]):
                    model(ids)
            with self.assertRaisesRegex(RecorderError, "document 0 goes on"), recorder.batch(ids, document=[0]):
                model(ids)
        parts = [Recording(self.at(name)) for name in sorted(os.listdir(self.folder.name))]
        self.assertEqual([d for p in parts for d in p["document.index"].tolist()], [0, 1, 2])
        self.assertEqual(parts[0]["document.starts"].tolist(), [0, 12])

    def test_every_process_needs_a_text(self):
        with self.assertRaisesRegex(RecorderError, "1 texts are too few for 2 processes"):
            record_texts(Tiny(), None, ["one"], self.at("x"), sites=SITES, rank=0, world=2)
        self.assertEqual(os.listdir(self.folder.name), [])


class TokenizerTests(RecorderTest):
    def test_words(self):
        with open(self.at("v.txt"), "w") as file:
            file.write("<unk>\nthe\ncat\n")
        for given in (self.at("v.txt"), ["<unk>", "the", "cat"]):
            pieces = Pieces.of(given)
            self.assertEqual((pieces.names, pieces.unknown, pieces.joining), (["<unk>", "the", "cat"], 0, "words"))

    @needs_transformers
    def test_padding_and_truncation_make_no_other_tokenizer(self):
        from tokenizers import Tokenizer, models

        tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "a": 1}, unk_token="[UNK]"))
        before = Pieces.of(tokenizer)
        tokenizer.enable_padding(length=8)
        tokenizer.enable_truncation(8)
        self.assertEqual(Pieces.of(tokenizer), before)

    @needs_transformers
    def test_kinds_of_tokenizer_files(self):
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers

        special = ["[PAD]", "[UNK]", "[CLS]"]
        vocabulary = {name: i for i, name in enumerate([*special, "a", "##b", "c"])}
        kinds = {
            "wordpiece": (models.WordPiece(vocabulary, unk_token="[UNK]"), decoders.WordPiece()),
            "byte-level": (models.BPE(vocabulary, [], unk_token="[UNK]"), decoders.ByteLevel()),
            "metaspace": (models.Unigram([(n, -1.0) for n in vocabulary], unk_id=1), decoders.Metaspace()),
            "words": (models.WordLevel(vocabulary, unk_token="[UNK]"), None),
        }
        for joining, (model, decoder) in kinds.items():
            tokenizer = Tokenizer(model)
            tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
            if decoder:
                tokenizer.decoder = decoder
            tokenizer.add_special_tokens(special)
            os.makedirs(self.at(joining))
            tokenizer.save(os.path.join(self.at(joining), "tokenizer.json"))
            fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]")
            for given in (tokenizer, fast, self.at(joining)):
                pieces = Pieces.of(given)
                self.assertEqual(pieces.joining, joining)
                self.assertEqual(pieces.names, list(vocabulary))
                self.assertEqual((pieces.special, pieces.unknown), ([0, 2], 1))

    @needs_transformers
    def test_the_trainers_callback(self):
        from tokenizers import Tokenizer, models, pre_tokenizers

        words = ["[PAD]", "[UNK]", "the", "cat", "sat", "dog"]
        tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
        tokenizer.add_special_tokens(["[PAD]"])
        fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]")
        model = transformers.GPT2LMHeadModel(transformers.GPT2Config(
            vocab_size=6, n_embd=8, n_layer=1, n_head=1, n_positions=16, bos_token_id=0, eos_token_id=0))
        callback = trainer_callback(fast, ["the cat sat", "the dog", "a bird"], self.at("probe"), every=2,
                                    policies=["max1", "quantile:0.5"], max_length=8)
        data = [{"input_ids": torch.tensor([2, 3, 4]), "labels": torch.tensor([2, 3, 4])}] * 5
        arguments = transformers.TrainingArguments(
            self.at("out"), num_train_epochs=1, per_device_train_batch_size=1, report_to=[], save_strategy="no",
            use_cpu=True, disable_tqdm=True, logging_strategy="no")
        trainer = transformers.Trainer(model, arguments, train_dataset=data, callbacks=[callback])
        trainer.train()
        names = [f"step-{step:06}.recording" for step in (0, 2, 4, 5)]
        self.assertEqual(sorted(os.listdir(self.at("probe"))), names)
        recordings = [Recording(os.path.join(self.at("probe"), name)) for name in names]
        self.assertEqual(len({r.metadata["checkpoint.sha256"] for r in recordings}), 4)
        self.assertEqual(recordings[1].metadata["checkpoint"], "step 2")
        self.assertEqual(recordings[0]["token.id"].tolist(), [2, 3, 4, 2, 5, 1, 1])
        self.assertEqual(recordings[0]["token.span"].tolist()[-1], [2, 6])
        model.train()
        record_texts(model, fast, ["the cat"], self.at("one"), policies=["max1"])
        self.assertTrue(model.training)


if __name__ == "__main__":
    unittest.main()
