"""Tokenizers of every kind, trained with the tokenizers library: what the tests of Tokenizers compare with."""

import json

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

QWEN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+")
LLAMA = QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
# Patterns for the general engine: those of o200k, of CLIP and of DeepSeek.
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
CLIP = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
DEEPSEEK = (r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
            r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")

BYTES = pre_tokenizers.ByteLevel.alphabet()
FALLBACK = [f"<0x{byte:02X}>" for byte in range(256)]


def sequence(*steps):
    kind = normalizers if isinstance(steps[0], normalizers.Normalizer) else pre_tokenizers
    return kind.Sequence(list(steps))


def split(pattern, behavior="isolated", invert=False):
    return pre_tokenizers.Split(Regex(pattern), behavior, invert)


def byte_level(prefix=False, regex=True):
    return pre_tokenizers.ByteLevel(add_prefix_space=prefix, trim_offsets=True, use_regex=regex)


def framed(tokenizer, *names, trims=None):
    """A post-processor that puts the named tokens round the text, None standing for the text."""
    ids = [(name, tokenizer.token_to_id(name)) for name in names if name]
    template = processors.TemplateProcessing(single=" ".join(name or "$A" for name in names), special_tokens=ids)
    return processors.Sequence([trims, template]) if trims else template


def byte_pair(lines, size, pre, normalizer=None, special=("<|endoftext|>",), **options):
    tokenizer = Tokenizer(models.BPE(**options))
    tokenizer.pre_tokenizer = pre
    if normalizer:
        tokenizer.normalizer = normalizer
    affixes = {key: options[key] for key in ("continuing_subword_prefix", "end_of_word_suffix") if key in options}
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(special), initial_alphabet=BYTES, show_progress=False, **affixes)
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def fallback_pair(lines, size, pre, normalizer, fuse=True):
    """Byte-pair encoding as SentencePiece makes it."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=fuse, byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=["<unk>", "<s>", "</s>"] + FALLBACK, limit_alphabet=200, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    data = json.loads(tokenizer.to_str())
    data["added_tokens"] = [token for token in data["added_tokens"] if token["content"] not in FALLBACK]
    data["pre_tokenizer"] = None
    tokenizer = Tokenizer.from_str(json.dumps(data))
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre:
        tokenizer.pre_tokenizer = pre
    return tokenizer


def word_piece(lines, size, **options):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(**options)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.post_processor = framed(tokenizer, "[CLS]", None, "[SEP]")
    return tokenizer


def unigram(lines, size, pre, normalizer, fallback=False):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=["<unk>", "<s>", "</s>"], unk_token="<unk>", show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    if fallback:
        data = json.loads(tokenizer.to_str())
        data["model"]["vocab"] += [[token, -20.0] for token in FALLBACK]
        data["model"]["byte_fallback"] = True
        tokenizer = Tokenizer.from_str(json.dumps(data))
    tokenizer.post_processor = framed(tokenizer, None, "</s>")
    return tokenizer


def word_level(lines, size, pre, normalizer=None):
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre
    if normalizer:
        tokenizer.normalizer = normalizer
    trainer = trainers.WordLevelTrainer(vocab_size=size, special_tokens=["[UNK]", "[MASK]"], show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def with_added(tokenizer):
    """Added tokens of every sort."""
    tokenizer.add_special_tokens([
        AddedToken("<mask>", lstrip=True, special=True), AddedToken("<|im_start|>", special=True),
        AddedToken("[SEP]", rstrip=True, special=True)])
    tokenizer.add_tokens([
        AddedToken("hello", single_word=True), AddedToken("Straße", normalized=True), AddedToken("foo_", normalized=False),
        AddedToken("<b>", lstrip=True, rstrip=True, normalized=False), AddedToken("na\u00efve", normalized=True),
        AddedToken("<b>x", normalized=False), AddedToken("  ", normalized=False)])
    return tokenizer


def kinds(lines, size, charsmap=None):
    """Pairs of a name and a tokenizer. `charsmap` is the map of a SentencePiece model, in base 64."""
    trimmed = processors.ByteLevel(trim_offsets=True, add_prefix_space=False)

    gpt2 = byte_pair(lines, size, byte_level())
    gpt2.post_processor = trimmed
    yield "gpt2", gpt2
    roberta = byte_pair(lines, size, byte_level(prefix=True), special=("<s>", "<pad>", "</s>", "<unk>", "<mask>"))
    roberta.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, True)
    yield "roberta", roberta
    neox = byte_pair(lines, size, byte_level(), normalizers.NFC())
    neox.post_processor = processors.ByteLevel(trim_offsets=True, add_prefix_space=False)
    yield "neox", neox
    qwen = byte_pair(lines, size, sequence(split(QWEN), byte_level(regex=False)), normalizers.NFC())
    qwen.post_processor = processors.ByteLevel(trim_offsets=False, add_prefix_space=False)
    yield "qwen2", qwen
    llama3 = byte_pair(
        lines, size, sequence(split(LLAMA), byte_level(regex=False)), special=("<|begin_of_text|>",), ignore_merges=True)
    llama3.post_processor = framed(llama3, "<|begin_of_text|>", None, trims=trimmed)
    yield "llama3", llama3
    smollm = byte_pair(lines, size, sequence(pre_tokenizers.Digits(True), byte_level()))
    smollm.post_processor = trimmed
    yield "smollm", smollm
    yield "o200k", byte_pair(lines, size, sequence(split(O200K, "removed", True), byte_level(regex=False)))
    yield "deepseek", byte_pair(
        lines, size, sequence(split(r"\p{N}{1,3}"), split(r"[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+"), split(DEEPSEEK),
                              byte_level(regex=False)))
    clip_normalizer = sequence(
        normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase())
    yield "clip", byte_pair(
        lines, size, sequence(split(CLIP, "removed", True), byte_level(regex=False)), clip_normalizer,
        end_of_word_suffix="</w>", unk_token="<|endoftext|>")
    prefixed = byte_pair(
        lines, size, pre_tokenizers.Whitespace(), normalizers.NFKD(), special=("[UNK]",), unk_token="[UNK]",
        continuing_subword_prefix="##")
    yield "prefixed_pairs", prefixed
    yield "byte_level_normalizer", byte_pair(
        lines, size, pre_tokenizers.Split("\u0120", "merged_with_next"), normalizers.ByteLevel())
    # Some packaged vocabularies lack letters of rare bytes, which then vanish.
    poorer = json.loads(gpt2.to_str())
    merged = {letter for merge in poorer["model"]["merges"] for part in merge for letter in part}
    for letter in BYTES:
        if letter not in merged:
            poorer["model"]["vocab"].pop(letter)
    yield "missing_letters", Tokenizer.from_str(json.dumps(poorer))
    yield "added", with_added(byte_pair(lines, size, byte_level(), normalizers.NFD()))

    llama_normalizer = sequence(normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581"))
    llama2 = fallback_pair(lines, size, None, llama_normalizer)
    llama2.post_processor = framed(llama2, "<s>", None)
    yield "llama2", llama2
    yield "mistral", fallback_pair(lines, size, pre_tokenizers.Metaspace(prepend_scheme="first", split=False), None)
    yield "gemma", fallback_pair(
        lines, size, pre_tokenizers.Split(" ", "merged_with_previous"), normalizers.Replace(" ", "\u2581"), fuse=False)
    yield "metaspace", fallback_pair(lines, size, pre_tokenizers.Metaspace(prepend_scheme="always"), normalizers.NFKC())
    yield "metaspace_added", with_added(
        fallback_pair(lines, size, pre_tokenizers.Metaspace(prepend_scheme="first"), normalizers.NFKC()))

    yield "bert_uncased", word_piece(lines, size)
    yield "bert_cased", word_piece(lines, size, lowercase=False)
    yield "bert_accents", word_piece(lines, size, lowercase=True, strip_accents=False, handle_chinese_chars=False)
    added = word_piece(lines, size)
    yield "bert_added", with_added(added)

    t5_normalizer = sequence(
        normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " "), normalizers.Strip())
    yield "t5", unigram(lines, size, pre_tokenizers.Metaspace(), t5_normalizer)
    yield "unigram_bytes", unigram(lines, size, pre_tokenizers.Metaspace(), normalizers.NFC(), fallback=True)
    yield "unigram_scripts", unigram(
        lines, size, sequence(pre_tokenizers.UnicodeScripts(), pre_tokenizers.Metaspace()), normalizers.Lowercase())
    if charsmap:
        precompiled = unigram(lines, size, pre_tokenizers.Metaspace(), normalizers.Strip())
        data = json.loads(precompiled.to_str())
        data["normalizer"] = {"type": "Precompiled", "precompiled_charsmap": charsmap}
        yield "xlm_roberta", Tokenizer.from_str(json.dumps(data))

    yield "word_level", word_level(lines, size, pre_tokenizers.Whitespace())
    yield "word_level_marks", word_level(
        lines, size, pre_tokenizers.WhitespaceSplit(), sequence(normalizers.NFD(), normalizers.StripAccents()))
    yield "contiguous_digits", word_level(
        lines, size, sequence(pre_tokenizers.Digits(False), pre_tokenizers.Punctuation("contiguous")))
    yield "merged_punctuation", word_level(
        lines, size, sequence(pre_tokenizers.CharDelimiterSplit(" "), pre_tokenizers.Punctuation("merged_with_next")))
    yield "fixed_length", word_level(
        lines, size, sequence(split(r"(?<=[a-z])(?=[A-Z])|\b", "isolated"), pre_tokenizers.FixedLength(3)))
    yield "merged_words", word_level(
        lines, size, sequence(split(r"\w+?(?:ing|ed)?\b", "merged_with_previous"), split(r"[^\w\s]", "removed")))
