/// Families of byte-level tokenizers whose pipeline no file describes: older folders name a class, GGUF files a
/// pre-tokenizer.
enum ByteLevelFamily: Sendable {
  case gpt2, roberta
  /// GPT-2's, after each digit is cut off.
  case digits
  case qwen2, llama3

  /// The family of a tokenizer class of transformers.
  init?(className: String) {
    switch className.hasSuffix("Fast") ? String(className.dropLast(4)) : className {
    case "GPT2Tokenizer": self = .gpt2
    case "RobertaTokenizer", "LongformerTokenizer": self = .roberta
    case "Qwen2Tokenizer": self = .qwen2
    default: return nil
    }
  }

  /// The family of a pre-tokenizer name in a GGUF file.
  init?(preName: String) {
    switch preName {
    case "gpt-2", "olmo", "jais", "mpt", "phi-2": self = .gpt2
    case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone": self = .digits
    case "qwen2", "deepseek-r1-qwen", "stablelm2": self = .qwen2
    case "llama-bpe", "llama3", "llama-v3", "falcon3", "dbrx", "smaug-bpe": self = .llama3
    default: return nil
    }
  }

  /// Special tokens that the family has even where no file names them.
  func specialTokens(_ settings: TokenizerSettings) -> [String] {
    let keys = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
    let named = keys.compactMap { settings.specialToken($0) }
    switch self {
    case .roberta: return named.isEmpty ? ["<s>", "</s>", "<unk>", "<pad>", "<mask>"] : named
    default: return named.isEmpty ? ["<|endoftext|>"] : named
    }
  }
}

extension Tokenizer.Parts {
  /// Sets the normalizer and the pre-tokenizer of a family.
  mutating func apply(_ family: ByteLevelFamily, addsPrefixSpace: Bool) throws(TokenizerError) {
    switch family {
    case .gpt2, .roberta:
      preTokenizers = [.byteLevel(addsPrefixSpace: addsPrefixSpace, splits: true)]
      postProcessor.trims = [addsPrefixSpace]
    case .digits:
      preTokenizers = [
        .split(Splitter(.scalars(.digit), .isolated)),
        .byteLevel(addsPrefixSpace: addsPrefixSpace, splits: true),
      ]
      postProcessor.trims = [addsPrefixSpace]
    case .qwen2:
      normalizers = [.form(.nfc)]
      preTokenizers = [
        .split(Splitter(.known(.qwen2), .isolated)),
        .byteLevel(addsPrefixSpace: addsPrefixSpace, splits: false),
      ]
    case .llama3:
      preTokenizers = [
        .split(Splitter(.known(.llama3), .isolated)),
        .byteLevel(addsPrefixSpace: addsPrefixSpace, splits: false),
      ]
    }
  }

  /// Puts RoBERTa's tokens round a text.
  mutating func frame(_ family: ByteLevelFamily, _ settings: TokenizerSettings) throws(TokenizerError) {
    guard case .roberta = family else { return }
    let id = { [model] (key: String, text: String) in
      model.table.id(of: Array((settings.specialToken(key) ?? text).utf8))
    }
    guard let first = id("cls_token", "<s>"), let last = id("sep_token", "</s>") else { return }
    postProcessor.template = [.tokens([first]), .sequence, .tokens([last])]
  }
}
