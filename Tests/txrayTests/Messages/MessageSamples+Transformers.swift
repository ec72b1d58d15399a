import Experiments
import TensorFiles
import Transformers

extension MessageSamples {
  static let ggufFiles: [any Error] = ggufFlaws.map {
    TensorFileError.gguf(path: "model.gguf", offset: 17, flaw: $0)
  }

  private static let ggufFlaws: [GGUFFlaw] = [
    .badMagic, .unknownVersion(1), .endOfHeader, .badText, .unknownValueType(77), .tooDeep,
    .duplicateName("token_embd.weight"), .badAlignment(24), .tooManyDimensions(tensor: "token_embd.weight"),
    .badShape(tensor: "token_embd.weight"), .outOfRange(tensor: "token_embd.weight"),
  ]

  static let transformers: [any Error] = [
    CollectedModelError.tooFewSites(path: "lstm.safetensors", sites: 1, parts: 4),
    CollectedModelError.otherWords(path: "corpus.txt"),
    CollectedModelError.tokenBeyondEmbedding(path: "gpt2", id: 50_300, rows: 50_257),
    TransformerError.notAModelFolder(path: "gpt2", looked: ["model.safetensors", "pytorch_model.bin"]),
    TransformerError.badJSON(path: "gpt2/config.json", offset: 17, flaw: .endOfText),
    TransformerError.tooLarge(path: "gpt2/config.json", bytes: 1 << 30, limit: 1 << 28),
    TransformerError.unknownFamily(path: "mamba/config.json", found: "mamba", known: ["bert", "gpt2"]),
    TransformerError.unknownFamily(path: "model/config.json", found: nil, known: ["bert", "gpt2"]),
    TransformerError.badSetting(
      path: "gpt2/config.json", key: "n_head", found: "0", expected: "a count from 1 to 100000"),
    TransformerError.badSetting(
      path: "gpt2/config.json", key: "intermediate_size", found: nil, expected: "a count from 1 to 268435456"),
    TransformerError.unsupported(path: "adapter/adapter_config.json", feature: "DoRA"),
    TransformerError.missingShards(path: "llama", files: ["model-00002-of-00002.safetensors"]),
    TransformerError.missingTensors(path: "gpt2", tensors: ["h.11.mlp.c_proj.weight"]),
    TransformerError.ambiguousTensor(path: "gpt2", spellings: ["transformer.wte.weight", "wte.weight"]),
    TransformerError.wrongShape(
      path: "gpt2", tensor: "wte.weight", expected: [50257, 768], found: [50257, 1024]),
    TransformerError.wrongElementType(path: "model.gguf", tensor: "lm_head.weight", found: "Q6_K"),
    TransformerError.lacksHead(path: "bert", head: "sequence classification"),
    TransformerError.noSuchSite(pattern: "blocks.12.*", sites: ["blocks.0.attn.hook_z"]),
    TransformerError.badWindow(path: "gpt2", window: 2048, overlap: 512, limit: 1024),
    TransformerError.lacksBias(path: "llama", tensor: "layers.3.mlp.down_proj.bias"),
    TransformerError.folderIsTaken(path: "pruned"),
    TransformerError.unfitAdapter(path: "adapter", tensor: "base_model.model.h.0.attn.c_attn.lora_A.weight"),
  ]
}
