import NeuronPreferences
import Pruning
import Sites

extension PruningStudy {
  /// Chooses neurons.
  ///
  /// - Throws: `PruningStudyError`, `PruningError`, `FilterError`, `SnapshotError`, `MarksError`.
  public func choose(_ choice: NeuronChoice) throws -> ChosenNeurons {
    switch choice {
    case .marked(let list): return try marked(list)
    case .listed(let text): return try byHand(NeuronListText.neurons(text, sites: sites), "a list of neurons")
    case .heads(let text): return try byHand(model.heads(text), "a list of heads")
    case .marks(let neurons): return try byHand(neurons, "the marks")
    case .picked(let states, let conditions, let ranking, let count):
      return try picked(states, conditions, ranking, count)
    }
  }

  private func marked(_ list: String?) throws -> ChosenNeurons {
    let log = try MarkLog(path: folder.marks)
    if let list, log.lists[list] == nil {
      throw PruningStudyError.noSuchList(list, path: folder.marks, known: log.lists.keys.sorted())
    }
    let neurons = list.map { log.lists[$0] ?? [] } ?? log.marked
    return try byHand(neurons.sorted(), list.map { "the marks listed as \"\($0)\"" } ?? "the marks")
  }

  private func byHand(_ neurons: [NeuronID], _ by: String) throws -> ChosenNeurons {
    guard !neurons.isEmpty else { throw PruningStudyError.nothingChosen(by, path: folder.path) }
    // Whoever marks looks at the run's stages.
    return ChosenNeurons(
      neurons: Array(Set(neurons)).sorted(), by: by, corpora: Set(description.stages.compactMap(\.corpus)))
  }

  private func picked(
    _ states: [TransferState], _ conditions: String?, _ ranking: NeuronRanking?, _ count: Int?
  ) throws -> ChosenNeurons {
    let pair = try stagePair()
    let conditions = try conditions.flatMap { try self.conditions($0) }
    let bases = conditions?.filter.bases ?? []
    let isOfPreferences = bases.contains(.preferences) || ranking?.isOfPreferences == true
    let comparison = try comparison(
      tested: !states.isEmpty || conditions?.filter.needsTest == true || ranking?.needsTest == true,
      judged: isOfPreferences)
    let passes = try conditions.map { try predicate($0, comparison) }
    let fitting = comparison.neurons.filter { neuron in
      guard states.isEmpty || states.contains(where: neuron.isMeant) else { return false }
      return passes?(neuron.counted.neuron) ?? true
    }
    var neurons = fitting.map(\.counted.neuron)
    var words = states.isEmpty ? [] : ["state \(states.map(\.rawValue).joined(separator: " or "))"]
    if let conditions { words.append(conditions.filter.text) }
    if let ranking {
      neurons = Array(ranking.order(fitting, seed: plan.seed).prefix(count ?? fitting.count)).sorted()
      words.append("\(count.map { "first \($0) by" } ?? "by") \(ranking.rawValue)")
    }
    words += comparison.policies(
      wins: !states.isEmpty || bases.contains(.wins) || ranking?.isOfWins == true,
      preferences: isOfPreferences)
    let by = words.joined(separator: ", ")
    guard !neurons.isEmpty else { throw PruningStudyError.nothingChosen(by, path: folder.path) }
    return ChosenNeurons(
      neurons: neurons, by: by, stages: [pair.from.name, pair.to.name],
      corpora: Set([pair.from.corpus, pair.to.corpus].compactMap { $0 }))
  }

  /// The two stages that neurons are chosen by.
  func stagePair() throws -> (from: StageSettings, to: StageSettings) {
    let stages = description.stages
    func place(_ name: String) throws -> Int {
      guard let place = stages.firstIndex(where: { $0.name == name || $0.label == name }) else {
        throw PruningStudyError.noSuchStage(name, path: folder.settings, known: stages.map(\.name))
      }
      return place
    }
    let last = stages.lastIndex { $0.source.name == checkpointName } ?? stages.count - 1
    let to = try plan.to.map(place) ?? last
    let from = try plan.from.map(place) ?? origin(of: to) ?? to - 1
    guard stages.indices.contains(to), stages.indices.contains(from), from != to else {
      throw PruningStudyError.needsTwoStages(path: folder.settings)
    }
    return (stages[from], stages[to])
  }

  /// The latest stage before a fine-tuned one of the checkpoint that it was fine-tuned from.
  private func origin(of place: Int) -> Int? {
    let stages = description.stages
    return description.finetunes.first { $0.name == stages[place].checkpoint }
      .flatMap { settings in stages[..<place].lastIndex { $0.checkpoint == settings.from } }
  }

  /// The two stages compared, with p-values and under the policy that preferences are judged on where these are asked
  /// for.
  func comparison(tested: Bool, judged: Bool) throws -> StageComparison {
    if let loadedComparison, loadedComparison.isTested || !tested, loadedComparison.isJudged || !judged {
      return loadedComparison
    }
    let pair = try stagePair()
    let snapshots = try stageSnapshots([pair.from.name, pair.to.name])
    let last = snapshots.counted[1]
    guard last.sites.holds(sites) else {
      throw PruningStudyError.differentNeurons(
        snapshot: last.path, sites: last.sites.description, checkpoint: model.path,
        modelSites: sites.description)
    }
    let comparison = try StageComparison(
      snapshots, of: sites, judged: judged, permutations: tested ? plan.permutations : nil, seed: plan.seed,
      threads: workers.threads)
    loadedComparison = comparison
    return comparison
  }

  /// The snapshots of stages that neurons are chosen by.
  func stageSnapshots(_ names: [String]) throws(SnapshotError) -> StageSnapshots {
    let all = description.stages.map(\.name).filter { folder.exists(folder.snapshot($0)) }
    return try StageSnapshots(names, of: all, folder)
  }

  /// The snapshot that tells the neurons' activation mass in the pruned checkpoint; nil if there is none.
  func massSnapshot() throws -> Snapshot? {
    let last = description.stages.last { $0.source.name == checkpointName }
    guard let stage = plan.to == nil ? last : try stagePair().to, folder.exists(folder.snapshot(stage.name))
    else { return nil }
    let snapshot = try Snapshot(path: folder.snapshot(stage.name))
    return snapshot.sites.holds(sites) ? snapshot : nil
  }

  /// The neurons' activation mass in the pruned model, by row of ``sites``; nil if it isn't known.
  func masses() throws -> [Double]? {
    guard let snapshot = try massSnapshot() else { return nil }
    return (0..<sites.neuronCount).map { row in
      snapshot.sites.row(of: sites.neuron(atRow: row)).map { snapshot.tokens.mass[$0] } ?? 0
    }
  }
}

extension SiteList {
  /// Whether all sites of another list are among these, with as many neurons.
  func holds(_ other: SiteList) -> Bool {
    other.sites.allSatisfy { site(named: $0.name)?.neurons == $0.neurons }
  }
}
