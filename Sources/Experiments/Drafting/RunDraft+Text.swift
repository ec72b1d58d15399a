import Corpora
import Files
import Transformers

extension RunDraft {
  /// `run.toml`, with remarks for whoever goes on with it.
  public var text: String {
    var lines = [
      "# A run of models that lie elsewhere, written by txray new. Every key is described in the documentation of",
      "# Experiments.",
      "#   txray run \(folder.path)       collects what every neuron prefers at each stage",
      "#   txray explore \(folder.path)   shows it",
      "name = \(folder.name.tomlLiteral)",
    ]
    for corpus in corpora { lines += [""] + self.lines(corpus) }
    for model in models { lines += [""] + self.lines(model) }
    lines.append("")
    if models.contains(where: { $0.kind == .transformer }), options.sites == nil {
      lines += [
        "# Neurons are read where the last product of each feed-forward layer begins; a stage's `sites` takes others:",
        "#   sites = \"blocks.*.hook_resid_post, blocks.*.attn.hook_z\"",
      ]
    }
    if options.policy == nil {
      lines.append("# What a neuron prefers: policy = \"max1\" where it is the most active of its layer;")
      lines.append("# policy = \"quantile:0.999\" where it is among its own strongest.")
    }
    for stage in stages { lines += ["[[stages]]"] + self.lines(stage) + [""] }
    return lines.joined(separator: "\n")
  }

  private func lines(_ corpus: Corpus) -> [String] {
    let guess = corpus.guess
    var lines = ["[corpora.\(corpus.name.tomlKey)]", "path = \(corpus.path.tomlLiteral)"]
    switch guess.documents {
    case .line: lines.append("documents = \"line\"   # or blank-line, file")
    case .blankLine: lines.append("documents = \"blank-line\"   # or line, file")
    case .file, nil: break
    }
    if !guess.columns.isEmpty {
      lines.append("# columns: \(guess.columns.map(\.tomlRemark).joined(separator: ", "))")
    }
    if let text = guess.text { lines.append("text = \(text.tomlLiteral)") }
    if !guess.hasHeader { lines.append("header = false") }
    if let label = guess.label {
      let seen = guess.labels.map(\.tomlRemark).joined(separator: ", ")
      lines.append("label = \(label.tomlLiteral)   # such as \(seen)")
      if let bound = guess.positiveAbove { lines.append("positive_above = \(bound)") }
    }
    return lines
  }

  private func lines(_ model: Model) -> [String] {
    let reference = model.reference
    var lines = ["# \(model.summary.tomlRemark)", "[models.\(reference.name.tomlKey)]"]
    lines.append("path = \(reference.paths[0].tomlLiteral)")
    if let adapter = reference.adapter { lines.append("adapter = \(adapter.tomlLiteral)") }
    if let tokenizer = reference.tokenizer { lines.append("tokenizer = \(tokenizer.tomlLiteral)") }
    switch (reference.parent, model.kind) {
    case (let parent?, _):
      let remark = model.isOfOneTraining ? "   # their trainer's log goes on from one to the other" : ""
      lines.append("from = \(parent.tomlLiteral)\(remark)")
    case (nil, .recording): break
    case (nil, _):
      guard model.reference.name != models.first?.reference.name else { break }
      lines.append("# from = \"NAME\"   the model that this one was trained from; without it nobody knows")
    }
    return lines
  }

  private func lines(_ stage: Stage) -> [String] {
    let model = models.first { $0.reference.name == stage.model }
    var lines = ["name = \(stage.name.tomlLiteral)", "model = \(stage.model.tomlLiteral)"]
    if let corpus = stage.corpus { lines.append("corpus = \(corpus.tomlLiteral)") }
    if let sites = options.sites, model?.kind == .transformer { lines.append("sites = \(sites.tomlLiteral)") }
    if let policy = options.policy { lines.append("policy = \(policy.description.tomlLiteral)") }
    guard model?.kind != .recording else { return lines }
    if let tokens = options.tokens { lines.append("tokens = \(tokens)") }
    if let parent = model?.reference.parent, model?.isOfOneTraining == false {
      lines.append(
        "parent = \(parent.tomlLiteral)   # reads the text beside: who was displaced, who changed?")
    }
    return lines
  }
}

extension String {
  /// A basic string of TOML, which JSON's are too.
  fileprivate var tomlLiteral: String { jsonLiteral.replacing("\u{7F}", with: "\\u007F") }

  /// A key of TOML: bare where it can be.
  fileprivate var tomlKey: String {
    let isBare =
      !isEmpty
      && utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "_")
      }
    return isBare ? self : tomlLiteral
  }

  /// What can stand in a remark: one line, not too long.
  fileprivate var tomlRemark: String {
    String(
      String.UnicodeScalarView(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }).prefix(
        80))
  }
}
