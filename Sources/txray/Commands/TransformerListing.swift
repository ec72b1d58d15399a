import Experiments
import Transformers

// Keys of the JSON.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// What `inspect` shows of a transformer's folder or GGUF file.
struct TransformerListing: Encodable {
  struct Site: Encodable {
    let name: String
    let neurons: Int
  }

  let path, family: String
  let causal: Bool
  let layers, hidden_size, heads, key_value_heads, head_size, neurons, vocabulary_size, window: Int
  let parameters: Int
  let language_head, tied_head: Bool
  let labels: Int?
  let tokenizer: String?
  /// Why the tokenizer that lies beside the model can't be used.
  let tokenizer_fault: String?
  let unused: [String]
  let sites: [Site]

  init(_ folder: TransformerFolder) {
    let summary = folder.model.summary
    path = folder.model.path
    (family, causal, layers) = (summary.family, summary.isCausal, summary.layers)
    (hidden_size, heads, key_value_heads) = (summary.hiddenSize, summary.heads, summary.keyValueHeads)
    (head_size, neurons) = (summary.headSize, summary.neurons)
    (vocabulary_size, window, parameters) =
      (summary.vocabularySize, summary.maximumLength, summary.parameters)
    (language_head, tied_head, labels) = (summary.hasLanguageHead, summary.isHeadTied, summary.labels)
    switch Result(catching: { try folder.tokenizer() }) {
    case .success(let read):
      tokenizer = read.map { "\($0.kind.rawValue), \(grouped($0.vocabularySize)) tokens" }
      tokenizer_fault = nil
    case .failure(let error):
      (tokenizer, tokenizer_fault) = (nil, FailureReport.text(error))
    }
    unused = summary.unusedTensors
    sites = summary.sites.map { Site(name: $0.name, neurons: $0.width) }
  }

  /// The lines above the table of sites.
  var facts: [(key: String, value: String)] {
    var head = language_head ? (tied_head ? "predicts tokens by its embedding" : "predicts tokens") : "none"
    if let labels { head = "\(labels) classes" }
    return [
      ("model", "\(family), \(causal ? "causal" : "encoder"), \(grouped(parameters)) parameters"),
      ("layers", "\(layers), \(hidden_size) wide, \(grouped(neurons)) neurons each"),
      ("attention", "\(heads) heads of \(head_size), \(key_value_heads) for keys and values"),
      ("vocabulary", "\(grouped(vocabulary_size)) tokens, windows of \(grouped(window))"),
      ("head", head),
      (
        "tokenizer", tokenizer ?? tokenizer_fault ?? "none beside it: name one with --tokenizer, or use --ids"
      ),
    ] + (unused.isEmpty ? [] : [("no place for", listed(unused))])
  }

  var header: [String] { ["site", "neurons"] }
  var rows: [[String]] { sites.map { [$0.name, "\($0.neurons)"] } }
}
