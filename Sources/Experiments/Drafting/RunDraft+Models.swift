import Files
import LanguageModels
import Recordings
import Runs
import Transformers

extension RunDraft {
  /// Looks at everything that was named, and writes nothing.
  ///
  /// - Throws: `RunDraftError`, or what the files give.
  public init(_ folder: RunFolder, _ requests: [Request], _ options: Options) throws {
    self.folder = folder
    self.options = options
    guard !folder.exists(folder.settings) else { throw RunDraftError.exists(path: folder.settings) }
    for request in requests { try add(request) }
    try requireNamedStages()
    for (child, parent) in options.parents { setParent(parent, of: child) }
  }

  /// What a folder is called that a LoRA adapter was saved into.
  private static let adapterSettings = "adapter_config.json"

  private mutating func add(_ request: Request) throws {
    guard isThere(request.model) else {
      throw RunDraftError.noModel(stage: request.name, path: request.model)
    }
    let places = try ModelPlaces.all(
      at: request.model, revisions: options.revisions, every: options.every)
    var earlier: (name: String, path: String)?
    for place in places {
      let name = request.name + place.suffix
      guard RunNames.isStageName(name) else { throw RunDraftError.badName(name) }
      guard !stages.contains(where: { $0.name == name }) else { throw RunDraftError.sameName(name) }
      let model = try model(named: name, at: place.path, of: request.name)
      if let earlier, place.step != nil, ModelPlaces.isOneTraining(earlier.path, place.path),
        let index = models.firstIndex(where: { $0.reference.name == model.reference.name })
      {
        models[index].reference.parent = earlier.name
        models[index].isOfOneTraining = true
      }
      earlier = (model.reference.name, place.path)
      var corpus: String?
      if model.kind != .recording {
        guard let path = request.corpus ?? options.corpus else {
          throw RunDraftError.corpusUnnamed(stage: name)
        }
        corpus = try self.corpus(at: path)
      }
      stages.append(Stage(name: name, model: model.reference.name, corpus: corpus))
    }
  }

  /// The model at a path, that of an earlier stage if it is the same.
  private mutating func model(named name: String, at path: String, of request: String) throws -> Model {
    var (path, adapter) = (
      absolute(path), (options.adapters[name] ?? options.adapters[request]).map(absolute)
    )
    // A folder with nothing but an adapter goes on top of the run's first model.
    let isAdapter = isThere("\(path)/\(Self.adapterSettings)") && !isThere("\(path)/config.json")
    if isAdapter {
      guard let base = models.first(where: { $0.kind == .transformer })?.reference else {
        throw RunDraftError.adapterAlone(stage: name, path: path)
      }
      (path, adapter) = (base.paths[0], path)
    }
    if let known = models.first(where: { $0.reference.paths == [path] && $0.reference.adapter == adapter }) {
      return known
    }
    var reference = ModelReference(name: name, paths: [path], adapter: adapter)
    let kind = try reference.kind()
    let named = options.tokenizers[name] ?? options.tokenizers[request] ?? options.tokenizers[""]
    reference.tokenizer = try named.map(absolute) ?? tokenizer(beside: reference, kind)
    let model = Model(reference: reference, kind: kind, summary: try summary(of: reference, kind))
    models.append(model)
    // An adapter says by itself whose weights it changes.
    if adapter != nil,
      let base = models.first(where: { $0.reference.paths == [path] && $0.reference.adapter == nil })
    {
      setParent(base.reference.name, of: name)
    }
    return model
  }

  /// What cuts text into the tokens of a model, if it doesn't lie where the model's own lies.
  private func tokenizer(beside model: ModelReference, _ kind: ModelReference.Kind) throws -> String? {
    let path = model.paths[0]
    switch kind {
    case .recording: return nil
    case .transformer:
      if try TransformerFolder(path: path, adapter: model.adapter).tokenizer() != nil { return nil }
      let names = ["tokenizer.json", "vocab.txt", "vocab.json"]
      // A trainer may save it once, beside its checkpoints; a fine-tuned model often has that of its base.
      let folders =
        [Self.folder(of: path)] + models.filter { $0.kind == .transformer }.map { $0.reference.paths[0] }
      if let found = folders.first(where: { folder in names.contains { isThere("\(folder)/\($0)") } }) {
        return found
      }
    case .recurrent:
      let names = [
        "vocabulary.txt", "vocab.txt", "vocabulary.json", "vocab.json", "vocab.pkl", "idx2word.pkl",
      ]
      let folder = Self.folder(of: path)
      if let found = names.first(where: { isThere("\(folder)/\($0)") }) { return "\(folder)/\(found)" }
      if let other = models.first(where: { $0.kind == .recurrent })?.reference.tokenizer { return other }
    }
    throw RunDraftError.noTokenizer(stage: model.name, path: path)
  }

  private func summary(of model: ModelReference, _ kind: ModelReference.Kind) throws -> String {
    switch kind {
    case .transformer:
      let facts = try TransformerFolder(path: model.paths[0], adapter: model.adapter).model.summary
      let step = facts.trainingStep.map { ", step \($0)" } ?? ""
      return "\(facts.family), \(facts.layers) layers of \(facts.neurons) neurons\(step)"
    case .recurrent: return "\(try Checkpoint(contentsOf: model.paths[0]).encoder.siteList)"
    case .recording:
      let facts = try RecordingSet(paths: model.paths).facts
      return "recording of \(facts.sites), \(facts.policies.map(\.description).joined(separator: ", "))"
    }
  }

  private mutating func setParent(_ parent: String, of child: String) {
    func model(_ name: String) -> String { stages.first { $0.name == name }?.model ?? name }
    guard let place = models.firstIndex(where: { $0.reference.name == model(child) }) else { return }
    models[place].reference.parent = model(parent)
  }

  private func requireNamedStages() throws(RunDraftError) {
    let known = stages.map(\.name)
    let named =
      options.adapters.keys.map { ($0, "--adapter") } + options.tokenizers.keys.map { ($0, "--tokenizer") }
      + options.parents.flatMap { [($0.key, "--parent"), ($0.value, "--parent")] }
    for (name, option) in named.sorted(by: <) where !name.isEmpty {
      guard known.contains(where: { $0 == name || $0.hasPrefix(name + "-") && option != "--parent" }) else {
        throw .noSuchStage(name, option: option, known: known)
      }
    }
  }

  /// The path from the root on, as a run names what lies outside of it.
  func absolute(_ path: String) -> String {
    realPath(path) ?? path
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
