#!/usr/bin/env python3
"""Makes tiny random models of every family and records what the transformers library computes with them.

    pip install torch==2.15.0 transformers==5.24.0 peft==0.21.2 safetensors==0.8.0
    Tests/TransformersTests/make_expectations.py

Writes Reference/NAME/: the model's folder, as it would be on the Hub (half of the configurations are of the
older form), and `expected.safetensors`. Its tensors, for each document D: `ids.D`; `rows.D`, the tokens that
were recorded; `sites.D`, [rows, all sites side by side, layer by layer: attn.hook_z, mlp.hook_post,
hook_mlp_out, hook_resid_post]; `states.D`, the final hidden states; `logits.D` of the head, [rows, vocabulary],
or of a classifier, [1, labels].
"""

import json
import pathlib
import shutil

import torch
import transformers
from safetensors.torch import save_file

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
                weight.copy_(noise if embeds else noise * 1.5 / weight.shape[-1] ** 0.5)
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


def make(name, seed, model_type, settings, head, dtype, lengths):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
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
    generator = torch.Generator().manual_seed(seed + 1000)
    documents = {str(n): torch.randint(6, V, (n,), generator=generator) for n in lengths}
    save_file(record(model, model_type, documents, sampled), folder / "expected.safetensors")


def main():
    for seed, (name, description) in enumerate(MODELS.items()):
        make(name, seed, *description)
        print(name)


main()
