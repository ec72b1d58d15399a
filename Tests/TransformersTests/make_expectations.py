#!/usr/bin/env python3
"""Makes tiny random models of every family and records what the transformers library computes with them.

    pip install torch==2.15.0 transformers==5.24.0 peft==0.21.2 safetensors==0.8.0
    Tests/TransformersTests/make_expectations.py [NAME ...]

Writes Reference/NAME/: the model's folder, as it would be on the Hub (half of the configurations are of the
older form) or a GGUF file, and `expected.safetensors`. Its tensors, for each document D: `ids.D`; `rows.D`, the tokens that
were recorded; `sites.D`, [rows, all sites side by side, layer by layer: attn.hook_z, mlp.hook_post,
hook_mlp_out, hook_resid_post]; `states.D`, the final hidden states; `logits.D` of the head, [rows, vocabulary],
or of a classifier, [1, labels].
"""

import json
import pathlib
import shutil
import struct
import sys

import numpy
import peft
import torch
import transformers
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent / "Reference"
transformers.logging.set_verbosity_error()

V, H, I, LAYERS, HEADS = 61, 32, 40, 2, 4
COMMON = dict(vocab_size=V, hidden_size=H, intermediate_size=I, num_hidden_layers=LAYERS, num_attention_heads=HEADS)
LLAMA = dict(COMMON, num_key_value_heads=2, hidden_act="silu", max_position_embeddings=600, rms_norm_eps=1e-5,
             rope_theta=1e4, tie_word_embeddings=False)
BERT = dict(COMMON, hidden_act="gelu", max_position_embeddings=40, type_vocab_size=2, layer_norm_eps=1e-12)
GPT2 = dict(vocab_size=V, n_embd=H, n_layer=LAYERS, n_head=HEADS, activation_function="gelu_new",
            layer_norm_epsilon=1e-5)
NEOX = dict(COMMON, hidden_act="gelu", max_position_embeddings=600, layer_norm_eps=1e-5, rotary_pct=0.5,
            rotary_emb_base=10000, tie_word_embeddings=False)
GEMMA = dict(COMMON, num_key_value_heads=2, head_dim=12, max_position_embeddings=600, rms_norm_eps=1e-6,
             pad_token_id=0, hidden_activation="gelu_pytorch_tanh")
OLMO = dict(COMMON, num_key_value_heads=2, hidden_act="silu", max_position_embeddings=600, tie_word_embeddings=False)
LABELS = dict(num_labels=3, id2label={"0": "a", "1": "b", "2": "c"}, label2id={"a": 0, "b": 1, "c": 2})
CAUSAL, MASKED, CLASSES = "AutoModelForCausalLM", "AutoModelForMaskedLM", "AutoModelForSequenceClassification"

# Where the parts of a block are: blocks, output of the attention, last product and, where there is one, norm
# of the feed-forward layer.
PARTS = {
    "gpt2": ("transformer.h", "attn.c_proj", "mlp.c_proj", None),
    "gpt_neox": ("gpt_neox.layers", "attention.dense", "mlp.dense_4h_to_h", None),
    "bert": ("bert.encoder.layer", "attention.output.dense", "output.dense", None),
    "roberta": ("roberta.encoder.layer", "attention.output.dense", "output.dense", None),
    "distilbert": ("distilbert.transformer.layer", "attention.out_lin", "ffn.lin2", None),
    "modernbert": ("model.layers", "attn.Wo", "mlp.Wo", None),
    "gemma2": ("model.layers", "self_attn.o_proj", "mlp.down_proj", "post_feedforward_layernorm"),
    "gemma3_text": ("model.layers", "self_attn.o_proj", "mlp.down_proj", "post_feedforward_layernorm"),
    "olmo2": ("model.layers", "self_attn.o_proj", "mlp.down_proj", "post_feedforward_layernorm"),
    "olmo3": ("model.layers", "self_attn.o_proj", "mlp.down_proj", "post_feedforward_layernorm"),
}
LLAMA_PARTS = ("model.layers", "self_attn.o_proj", "mlp.down_proj", None)

# Name: (model_type, configuration, head, type of the file, lengths of documents)
SHORT, LONG = [1, 10], [1, 10, 500]
MODELS = {
    "gpt2": ("gpt2", dict(GPT2, n_positions=512), CAUSAL, "float32", LONG),
    "gpt2-scaled": ("gpt2", dict(GPT2, n_positions=24, n_inner=44, scale_attn_by_inverse_layer_idx=True,
                                 reorder_and_upcast_attn=True), CAUSAL, "bfloat16", [1, 24]),
    "gpt2-classifier": ("gpt2", dict(GPT2, n_positions=24, pad_token_id=3, **LABELS), CLASSES, "float16", SHORT),
    "gpt-neox": ("gpt_neox", NEOX, CAUSAL, "bfloat16", SHORT),
    "gpt-neox-sequential": ("gpt_neox", dict(
        NEOX, rotary_pct=0.25, use_parallel_residual=False), CAUSAL, "float16", SHORT),
    "llama": ("llama", LLAMA, CAUSAL, "float16", LONG),
    "llama-biases": ("llama", dict(
        LLAMA, attention_bias=True, mlp_bias=True, tie_word_embeddings=True, head_dim=12,
        rope_scaling=dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                          original_max_position_embeddings=16)), CAUSAL, "float32", [1, 10, 90]),
    "llama-linear": ("llama", dict(
        LLAMA, rope_scaling=dict(type="linear", factor=4.0)), CAUSAL, "bfloat16", SHORT),
    "llama-dynamic": ("llama", dict(
        LLAMA, max_position_embeddings=32, rope_scaling=dict(type="dynamic", factor=2.0)), CAUSAL, "bfloat16", SHORT),
    "llama-yarn": ("llama", dict(
        LLAMA, rope_parameters=dict(rope_type="yarn", rope_theta=10000.0, factor=4.0,
                                    original_max_position_embeddings=24)), CAUSAL, "bfloat16", [1, 60]),
    "llama-classifier": ("llama", dict(LLAMA, pad_token_id=5, **LABELS), CLASSES, "bfloat16", SHORT),
    "mistral": ("mistral", dict(LLAMA, sliding_window=5, head_dim=8), CAUSAL, "bfloat16", [1, 10, 300]),
    "qwen2": ("qwen2", dict(LLAMA, tie_word_embeddings=True, use_sliding_window=True, sliding_window=4,
                            max_window_layers=1), CAUSAL, "bfloat16", SHORT),
    "qwen3": ("qwen3", dict(LLAMA, head_dim=16), CAUSAL, "bfloat16", SHORT),
    "phi3": ("phi3", dict(LLAMA, sliding_window=None, pad_token_id=0), CAUSAL, "bfloat16", SHORT),
    "phi3-longrope": ("phi3", dict(
        LLAMA, max_position_embeddings=128, original_max_position_embeddings=32, sliding_window=7, pad_token_id=0,
        rope_scaling=dict(type="longrope", short_factor=[1.0, 1.1, 1.2, 1.3], long_factor=[1.0, 2.0, 3.0, 4.0])),
        CAUSAL, "bfloat16", [10, 100]),
    "gemma": ("gemma", dict(GEMMA, hidden_act="gelu_pytorch_tanh"), CAUSAL, "bfloat16", SHORT),
    "gemma2": ("gemma2", dict(GEMMA, sliding_window=6, query_pre_attn_scalar=20, attn_logit_softcapping=2.0,
                              final_logit_softcapping=3.0), CAUSAL, "bfloat16", [1, 10, 200]),
    "gemma3": ("gemma3_text", dict(
        GEMMA, sliding_window=6, query_pre_attn_scalar=20, sliding_window_pattern=2, rope_theta=1e6,
        rope_local_base_freq=1e4, rope_scaling=dict(rope_type="linear", factor=8.0)), CAUSAL, "bfloat16", SHORT),
    "olmo": ("olmo", dict(OLMO, clip_qkv=0.7, rope_theta=1e4), CAUSAL, "bfloat16", SHORT),
    "olmo2": ("olmo2", dict(OLMO, rms_norm_eps=1e-6, rope_theta=5e5), CAUSAL, "bfloat16", SHORT),
    "olmo3": ("olmo3", dict(
        OLMO, sliding_window=5, layer_types=["sliding_attention", "full_attention"], rope_theta=5e5,
        rope_scaling=dict(rope_type="yarn", factor=8.0, original_max_position_embeddings=16, beta_fast=32.0,
                          beta_slow=1.0, attention_factor=1.2)), CAUSAL, "bfloat16", [1, 40]),
    "bert": ("bert", dict(BERT, max_position_embeddings=512), MASKED, "float32", LONG),
    "bert-classifier": ("bert", dict(BERT, **LABELS), CLASSES, "bfloat16", SHORT),
    "roberta": ("roberta", dict(
        BERT, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5), MASKED, "bfloat16", SHORT),
    "roberta-classifier": ("roberta", dict(
        BERT, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5, **LABELS), CLASSES, "bfloat16", SHORT),
    "distilbert": ("distilbert", dict(
        vocab_size=V, dim=H, hidden_dim=I, n_layers=LAYERS, n_heads=HEADS, max_position_embeddings=40,
        activation="gelu"), MASKED, "bfloat16", SHORT),
    "distilbert-classifier": ("distilbert", dict(
        vocab_size=V, dim=H, hidden_dim=I, n_layers=LAYERS, n_heads=HEADS, max_position_embeddings=40,
        activation="gelu", **LABELS), CLASSES, "bfloat16", SHORT),
    "modernbert": ("modernbert", dict(
        COMMON, num_hidden_layers=3, max_position_embeddings=600, local_attention=8, global_attn_every_n_layers=2,
        global_rope_theta=160000.0, local_rope_theta=10000.0, hidden_activation="gelu", norm_eps=1e-5,
        pad_token_id=0), MASKED, "bfloat16", [1, 10, 150]),
    "modernbert-classifier": ("modernbert", dict(
        COMMON, max_position_embeddings=60, local_attention=8, global_attn_every_n_layers=2, norm_bias=True,
        attention_bias=True, mlp_bias=True, classifier_pooling="mean", classifier_bias=True, pad_token_id=0,
        **LABELS), CLASSES, "bfloat16", SHORT),
}


def randomise(model, seed):
    """Weights of the size that training gives, so that every part matters."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if weight.dim() == 2:
                embeds = any(part in name for part in ("embed", "wte", "wpe"))
                weight.copy_(noise * 0.4 if embeds else noise * 1.5 / weight.shape[-1] ** 0.5)
            elif name.endswith("bias"):
                weight.copy_(noise * 0.2)
            else:
                weight.add_(noise * 0.3)


def part(module, path):
    for name in path.split("."):
        module = getattr(module, name)
    return module


def record(model, kind, documents, rows_of):
    """The tensors of expected.safetensors."""
    path, attention, mlp, norm = PARTS.get(kind, LLAMA_PARTS)
    seen = {}

    def keep(key, value):
        seen[key] = (value[0] if isinstance(value, tuple) else value).detach()[0]

    for layer, block in enumerate(part(model, path)):
        part(block, attention).register_forward_pre_hook(lambda m, a, k=layer: keep((k, 0), a[0]))
        part(block, mlp).register_forward_pre_hook(lambda m, a, k=layer: keep((k, 1), a[0]))
        part(block, norm or mlp).register_forward_hook(lambda m, a, out, k=layer: keep((k, 2), out))
        block.register_forward_hook(lambda m, a, out, k=layer: keep((k, 3), out))
    model.base_model.register_forward_hook(lambda m, a, out: keep("states", out.last_hidden_state))
    tensors = {}
    for name, ids in documents.items():
        with torch.no_grad():
            logits = model(ids[None]).logits
        rows = rows_of(ids)
        sites = [seen[key] for key in sorted(k for k in seen if k != "states")]
        tensors[f"ids.{name}"] = ids
        tensors[f"rows.{name}"] = rows
        tensors[f"sites.{name}"] = torch.cat(sites, 1)[rows].contiguous()
        tensors[f"states.{name}"] = seen["states"][rows].contiguous()
        tensors[f"logits.{name}"] = (logits if logits.dim() == 2 else logits[0][rows]).contiguous()
    return tensors


def sampled(ids):
    """Which tokens of a document are recorded: all of a short one, some and the last of a long one."""
    count = len(ids)
    return torch.arange(count) if count <= 24 else torch.tensor([*range(3, count, count // 12), count - 1])


def documents_of(lengths, seed):
    generator = torch.Generator().manual_seed(seed + 1000)
    return {str(n): torch.randint(6, V, (n,), generator=generator) for n in lengths}


def fresh(name):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def make(name, seed, model_type, settings, head, dtype, lengths, finish=None):
    """A model's folder. `finish` changes it when it is written, and returns the model that then counts."""
    folder = fresh(name)
    auto = getattr(transformers, head)
    raw = {"model_type": model_type, **settings}
    (folder / "config.json").write_text(json.dumps(raw))
    model = auto.from_config(transformers.AutoConfig.from_pretrained(folder))
    randomise(model, seed)
    model.to(getattr(torch, dtype)).save_pretrained(folder)
    raw["architectures"] = [type(model).__name__]
    (folder / "config.json").write_text(json.dumps(raw, indent=1) + "\n")
    (folder / "generation_config.json").unlink(missing_ok=True)
    model = auto.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    if finish:
        model = finish(folder, model) or model
    save_file(record(model, model_type, documents_of(lengths, seed), sampled), folder / "expected.safetensors")


def into_shards(folder, model):
    """Two shards and an index, with a file beside that no index names."""
    tensors = load_file(folder / "model.safetensors")
    names = sorted(tensors)
    shards = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    for file, held in shards.items():
        save_file({name: tensors[name] for name in held}, folder / file)
    index = {"metadata": {"total_size": 0}, "weight_map": {n: f for f, held in shards.items() for n in held}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    save_file({"model.norm.weight": torch.zeros(3)}, folder / "stray.safetensors")
    (folder / "model.safetensors").unlink()


def into_pickle(folder, model):
    """An older folder: pytorch_model.bin without the base model's prefix, with buffers that are no weights."""
    tensors = load_file(folder / "model.safetensors")
    tensors = {name.removeprefix("transformer."): tensor for name, tensor in tensors.items()}
    tensors["h.0.attn.bias"] = torch.ones(1, 1, 24, 24).tril().bool()
    tensors["h.0.attn.masked_bias"] = torch.tensor(-1e4)
    torch.save(tensors, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def into_nested(folder, model):
    """A multimodal model's folder: settings of the language model nested, its tensors behind a prefix."""
    settings = json.loads((folder / "config.json").read_text())
    del settings["architectures"]
    (folder / "config.json").write_text(json.dumps({"model_type": "gemma3", "text_config": settings}, indent=1))
    tensors = load_file(folder / "model.safetensors")
    save_file({f"language_model.{name}": t for name, t in tensors.items()}, folder / "model.safetensors")


def with_adapter(**settings):
    def finish(folder, model):
        config = peft.LoraConfig(**settings)
        tuned = peft.get_peft_model(model, config)
        generator = torch.Generator().manual_seed(7)
        with torch.no_grad():
            for name, weight in tuned.named_parameters():
                if "lora_" in name:
                    weight.copy_(torch.randn(weight.shape, generator=generator) * 0.2)
                elif weight.requires_grad:
                    weight.add_(torch.randn(weight.shape, generator=generator) * 0.2)
        tuned.save_pretrained(folder / "adapter")
        # PEFT writes where the base lay when this script ran.
        path = folder / "adapter" / "adapter_config.json"
        values = json.loads(path.read_text())
        values["base_model_name_or_path"] = "../base"
        path.write_text(json.dumps(values, indent=2))
        (folder / "adapter" / "README.md").unlink(missing_ok=True)
        return tuned.merge_and_unload()
    return finish


def quantised(values, kind):
    """The bytes of a tensor in one of ggml's kinds, and the numbers that they stand for."""
    if kind == "F32":
        return values.astype("<f4").tobytes(), values
    if kind == "F16":
        return values.astype("<f2").tobytes(), values.astype("<f2").astype(numpy.float32)
    rows = values.reshape(-1, 32).astype(numpy.float32)
    half = lambda x: x.astype("<f2")
    if kind == "Q8_0":
        scale = half(numpy.abs(rows).max(1, keepdims=True) / 127)
        steps = numpy.clip(numpy.round(rows / numpy.maximum(scale.astype(numpy.float32), 1e-12)), -127, 127)
        data = numpy.concatenate([scale.view(numpy.uint8), steps.astype(numpy.int8).view(numpy.uint8)], 1)
        return data.tobytes(), (scale.astype(numpy.float32) * steps).reshape(values.shape).astype(numpy.float32)
    bits = int(kind[1])
    top = 2 ** bits - 1
    if kind.endswith("1"):
        lowest = half(rows.min(1, keepdims=True))
        scale = half((rows.max(1, keepdims=True) - rows.min(1, keepdims=True)) / top)
        middle = 0
    else:
        lowest = half(numpy.zeros((len(rows), 1)))
        scale = half(numpy.abs(rows).max(1, keepdims=True) / (2 ** (bits - 1) - 1))
        middle = 2 ** (bits - 1)
    single = scale.astype(numpy.float32)
    steps = numpy.round((rows - lowest.astype(numpy.float32)) / numpy.maximum(single, 1e-12)) + middle
    steps = numpy.clip(steps, 0, top).astype(numpy.uint32)
    parts = [scale.view(numpy.uint8)]
    if kind.endswith("1"):
        parts.append(lowest.view(numpy.uint8))
    if bits == 5:
        high = ((steps >> 4) << numpy.arange(32, dtype=numpy.uint32)).sum(1, dtype=numpy.uint32)
        parts.append(high.astype("<u4").reshape(-1, 1).view(numpy.uint8))
    low = (steps & 15).astype(numpy.uint8)
    parts.append(low[:, :16] | low[:, 16:] << 4)
    numbers = single * (steps.astype(numpy.float32) - middle) + lowest.astype(numpy.float32)
    return numpy.concatenate(parts, 1).tobytes(), numbers.reshape(values.shape).astype(numpy.float32)


GGUF_NAMES = {
    "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
    "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm",
}
KINDS = {"F32": 0, "F16": 1, "Q4_0": 2, "Q4_1": 3, "Q5_0": 6, "Q5_1": 7, "Q8_0": 8}


def gguf_text(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def gguf_value(value):
    if isinstance(value, list):
        kind = 8 if isinstance(value[0], str) else 5
        items = [gguf_text(v) if kind == 8 else struct.pack("<i", v) for v in value]
        return struct.pack("<IIQ", 9, kind, len(value)) + b"".join(items)
    if isinstance(value, str):
        return struct.pack("<I", 8) + gguf_text(value)
    return struct.pack("<If", 6, value) if isinstance(value, float) else struct.pack("<II", 4, value)


def make_gguf(name, seed, model_type, settings, kinds, lengths):
    """A GGUF file whose matrices take turns in these kinds."""
    folder = fresh(name)
    config = transformers.AutoConfig.for_model(model_type, **settings)
    model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
    randomise(model, seed)
    tensors, place = [], 0
    for key, tensor in model.state_dict().items():
        path = key.removeprefix("model.").removesuffix(".weight").removesuffix(".bias")
        end = key.rsplit(".", 1)[1]
        if path == "lm_head" and settings["tie_word_embeddings"]:
            continue
        if path.startswith("layers."):
            _, layer, part = path.split(".", 2)
            stored = f"blk.{layer}.{GGUF_NAMES[part]}.{end}"
        else:
            stored = {"embed_tokens": "token_embd", "norm": "output_norm", "lm_head": "output"}[path] + "." + end
        values = tensor.numpy()
        turned = values
        heads = {"attn_q": HEADS, "attn_k": settings["num_key_value_heads"]}.get(stored.split(".")[-2])
        if model_type == "llama" and heads:
            turned = values.reshape(heads, 2, -1, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)
        kind = "F32"
        if tensor.dim() == 2:
            kind = kinds[place % len(kinds)]
            place += 1
        data, numbers = quantised(turned, kind)
        if model_type == "llama" and heads:
            numbers = numbers.reshape(heads, -1, 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)
        with torch.no_grad():
            tensor.copy_(torch.from_numpy(numpy.ascontiguousarray(numbers)))
        tensors.append((stored, tensor.shape, KINDS[kind], data))
    metadata = {
        "general.architecture": model_type, f"{model_type}.embedding_length": H,
        f"{model_type}.block_count": LAYERS, f"{model_type}.feed_forward_length": settings["intermediate_size"],
        f"{model_type}.attention.head_count": HEADS,
        f"{model_type}.attention.head_count_kv": settings["num_key_value_heads"],
        f"{model_type}.attention.layer_norm_rms_epsilon": settings["rms_norm_eps"],
        f"{model_type}.rope.freq_base": settings["rope_theta"],
        f"{model_type}.context_length": settings["max_position_embeddings"],
        "tokenizer.ggml.tokens": [f"t{i}" for i in range(V)], "tokenizer.ggml.token_type": [1] * V,
    }
    if "head_dim" in settings:
        metadata[f"{model_type}.attention.key_length"] = settings["head_dim"]
    header = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    for key, value in metadata.items():
        header += gguf_text(key) + gguf_value(value)
    body = b""
    for stored, shape, kind, data in tensors:
        header += gguf_text(stored) + struct.pack("<I", len(shape))
        header += b"".join(struct.pack("<Q", n) for n in reversed(shape)) + struct.pack("<IQ", kind, len(body))
        body += data + bytes(-len(data) % 32)
    (folder / "model.gguf").write_bytes(header + bytes(-len(header) % 32) + body)
    save_file(record(model, model_type, documents_of(lengths, seed), sampled), folder / "expected.safetensors")


SPECIAL = {
    "llama-shards": ("llama", LLAMA, CAUSAL, "bfloat16", [10], into_shards),
    "gpt2-pickle": ("gpt2", dict(GPT2, n_positions=24), CAUSAL, "float16", [10], into_pickle),
    "gemma3-nested": (*MODELS["gemma3"][:4], [10], into_nested),
    "llama-adapter": ("llama", LLAMA, CAUSAL, "bfloat16", [10], with_adapter(
        r=4, lora_alpha=6, target_modules=["q_proj", "v_proj", "down_proj"], alpha_pattern={"v_proj": 3},
        use_rslora=True)),
    "gpt2-adapter": ("gpt2", dict(GPT2, n_positions=24), CAUSAL, "bfloat16", [10], with_adapter(
        r=3, lora_alpha=6, target_modules=["c_attn", "c_proj", "wte"], fan_in_fan_out=True)),
    "gpt2-adapter-whole": ("gpt2", dict(GPT2, n_positions=24), CAUSAL, "bfloat16", [10], with_adapter(
        r=3, lora_alpha=6, target_modules=["c_attn", "c_fc"], fan_in_fan_out=True, bias="all",
        modules_to_save=["lm_head", "ln_f"])),
}
GGUF = {
    "gguf-llama": ("llama", dict(LLAMA, intermediate_size=64, tie_word_embeddings=True), [
        "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"], [1, 10]),
    "gguf-qwen3": ("qwen3", dict(LLAMA, intermediate_size=64, head_dim=16), ["F16", "Q4_1", "F32"], [10]),
    "gguf-qwen2": ("qwen2", dict(LLAMA, intermediate_size=64), ["Q8_0"], [10]),
}


def main():
    wanted = sys.argv[1:]
    for seed, (name, description) in enumerate([*MODELS.items(), *SPECIAL.items()]):
        if not wanted or name in wanted:
            make(name, seed, *description)
            print(name)
    for seed, (name, description) in enumerate(GGUF.items()):
        if not wanted or name in wanted:
            make_gguf(name, 100 + seed, *description)
            print(name)


if __name__ == "__main__":
    main()
