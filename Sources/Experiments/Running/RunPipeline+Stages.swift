import NeuronPreferences
import Runs
import Tagging
import TensorFiles

extension RunPipeline {
  /// Takes the snapshots of all stages, but for those of which one of the same recipe is there. Snapshots that
  /// differ by policy only, of one stage or several, are collected in one pass over the text.
  func collectStages() throws {
    let passes = try passes()
    if !passes.isEmpty { try audit() }
    for jobs in passes { try collect(jobs, .whole) { $0.path } }
  }

  /// The snapshots that are still to be taken; those that one pass over a text gives stand together.
  func passes() throws -> [[SnapshotJob]] {
    var passes: [[SnapshotJob]] = []
    for job in try description.stages.flatMap(jobs) {
      if let pass = passes.firstIndex(where: { $0[0].sharesPass(with: job) }) {
        passes[pass].append(job)
      } else {
        passes.append([job])
      }
    }
    return passes
  }

  /// Holds the models that lie outside of the run against one another, in the order of the stages.
  private func audit() throws {
    var models: [ModelReference] = []
    for stage in description.stages {
      guard case .model(let name) = stage.source, let model = description.models[name] else { continue }
      if !models.contains(where: { $0.name == name }) { models.append(model) }
    }
    if models.count > 1 { tell(.audited(try StageAudit(models, workers: workers))) }
  }

  /// A snapshot that is to be taken.
  struct SnapshotJob {
    let stage: StageSettings
    let policy: CollectionPolicy
    /// What tells it from all others of the run: the stage's name, for a further policy after that of its kind.
    let name: String
    let path: String
    let weights: StageWeights
    let parent: StageWeights?
    let recipe: String

    func sharesPass(with other: SnapshotJob) -> Bool {
      weights.digest == other.weights.digest && parent?.digest == other.parent?.digest
        && stage.source == other.stage.source && stage.reading == other.stage.reading
        && stage.corpus == other.stage.corpus && stage.tokens == other.stage.tokens
        && stage.skippedStarts == other.stage.skippedStarts && stage.contexts == other.stage.contexts
        && stage.feature == other.stage.feature
    }
  }

  /// What is to be done for a stage: the first policy's snapshot is the stage's own file, those of others lie beside it
  /// in folders named for the kind of policy. Those that are there are left out.
  private func jobs(for stage: StageSettings) throws -> [SnapshotJob] {
    let weights = try weights(of: stage.source)
    try requireFittingKeys(stage, weights)
    let parent = try parent(of: stage, weights)
    let policies = stage.policies ?? standardPolicies(weights.modelKind)
    return try policies.enumerated().compactMap { place, policy -> SnapshotJob? in
      let own = folder.snapshot(stage.name)
      let job = SnapshotJob(
        stage: stage, policy: policy,
        name: place == 0 ? stage.name : "\(policy.kind.name)/\(stage.name)",
        path: place == 0 ? own : folder.snapshot(stage.name, policy: policy.kind.name), weights: weights,
        parent: parent, recipe: try recipe(stage, policy, weights, parent))
      guard folder.exists(job.path) else { return job }
      guard try Snapshot(path: job.path).origin.notes["recipe"] == job.recipe else {
        throw RunError.stale(path: job.path, setting: "stages")
      }
      tell(.upToDate(path: job.path))
      return nil
    }
  }

  /// What is collected of a model where the stage doesn't say. A transformer has so many neurons that their firings are
  /// collected only where they are asked for, and a recording holds what was recorded.
  private func standardPolicies(_ kind: ModelReference.Kind) -> [CollectionPolicy] {
    kind == .recurrent ? CollectionPolicy.standard : [.max1]
  }

  /// Throws for keys that weights of this kind have no use for, and for those that they need.
  private func requireFittingKeys(_ stage: StageSettings, _ weights: StageWeights) throws(RunError) {
    let kind = weights.modelKind
    let given = [
      ("sites", stage.sites != nil, [ModelReference.Kind.transformer]),
      ("feature", stage.feature != nil, [.transformer]),
      ("window", stage.window != nil, [.transformer]), ("overlap", stage.overlap != nil, [.transformer]),
      ("corpus", stage.corpus != nil, [.transformer, .recurrent]),
      ("parent", stage.parent != nil, [.transformer, .recurrent]),
      ("tokens", stage.tokens != nil, [.transformer, .recurrent]),
      ("skip_starts", stage.skippedStarts > 0, [.transformer, .recurrent]),
      ("contexts", stage.contexts != .usual, [.transformer, .recurrent]),
    ]
    if let unfit = given.first(where: { $0.1 && !$0.2.contains(kind) }) {
      throw .unfitKey(stage: stage.name, key: unfit.0, kind: kind)
    }
    if kind != .recording, stage.corpus == nil {
      throw .missingKey(stage: stage.name, key: "corpus", kind: kind)
    }
  }

  /// The digest of all that determines a snapshot.
  private func recipe(
    _ stage: StageSettings, _ policy: CollectionPolicy, _ weights: StageWeights, _ parent: StageWeights?
  ) throws -> String {
    let tags = try tagger()?.provenance ?? "untagged"
    guard let name = stage.corpus, let encoder = try encoder(for: weights) else {
      return recipeDigest(["stage", stage.name, weights.digest, "policy \(policy)", tags])
    }
    let corpus = try corpus(named: name).description
    let cutting =
      switch weights.kind {
      case .recurrent(_, let own): try fileDigest(own ?? folder.vocabulary)
      default: encoder.identity(corpus.tokenization)
      }
    var recipe = [
      "stage", stage.name, weights.digest, try fileDigest(corpus.path), cutting,
      "tokens \(stage.tokens ?? 0)", "policy \(policy)", "tags \(corpus.tagSet.rawValue)", tags,
    ]
    if let parent { recipe.append("parent \(parent.digest)") }
    if stage.skippedStarts > 0 { recipe.append("skipped starts \(stage.skippedStarts)") }
    if stage.contexts != .usual { recipe.append("contexts \(stage.contexts)") }
    if let sites = stage.sites { recipe.append("sites \(sites)") }
    if let window = stage.window { recipe.append("window \(window)") }
    if let overlap = stage.overlap { recipe.append("overlap \(overlap)") }
    if stage.feature == .word { recipe.append("feature word") }
    recipe += weights.ancestors.map { "ancestor \($0)" }
    return recipeDigest(recipe)
  }

  /// What reads a stage's text beside its own weights: what `run.toml` names for the stage, or the checkpoint
  /// that a fine-tuned one was trained from; nil for none.
  private func parent(of stage: StageSettings, _ weights: StageWeights) throws -> StageWeights? {
    if let parent = stage.parent { return try self.weights(of: parent) }
    guard let checkpoint = stage.checkpoint else { return nil }
    let facts = try SafetensorsFile(path: folder.checkpoint(checkpoint)).metadata
    guard let name = facts["parent"], RunNames.staysInside(name), let digest = facts["parent_sha256"],
      folder.exists(folder.checkpoint(name)), try fileDigest(folder.checkpoint(name)) == digest
    else { return nil }
    return try self.weights(of: .checkpoint(name))
  }

  /// The tagger that the run asks for.
  func tagger() throws -> PartOfSpeechTagger? {
    guard description.usesTagger else { return nil }
    if loadedTagger == nil { loadedTagger = try PartOfSpeechTagger.english() }
    return loadedTagger
  }
}
