import NeuronPreferences
import Pruning
import Sites

extension PruningStudy {
  /// Chooses neurons.
  ///
  /// - Throws: `PruningStudyError`, `PruningError`, `SnapshotError`, `MarksError`.
  public func choose(_ choice: NeuronChoice) throws -> ChosenNeurons {
    switch choice {
    case .marked(let list): return try marked(list)
    case .listed(let text): return try byHand(NeuronListText.neurons(text, sites: sites), "a list of neurons")
    case .marks(let neurons): return try byHand(neurons, "the marks")
    case .picked(let states, let rules, let ranking, let count):
      return try picked(states, rules, ranking, count)
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
    _ states: [TransferState], _ rules: [ChoiceRule], _ ranking: NeuronRanking?, _ count: Int?
  ) throws -> ChosenNeurons {
    let pair = try stagePair()
    let transfer = try transfer(tested: rules.contains(where: \.needsTest))
    let fitting = transfer.neurons.filter { neuron in
      (states.isEmpty || states.contains(neuron.state)) && rules.allSatisfy { $0.holds(neuron) }
    }
    var neurons = fitting.map(\.neuron)
    var words = states.isEmpty ? [] : ["state \(states.map(\.rawValue).joined(separator: " or "))"]
    words += rules.map(\.description)
    if let ranking {
      neurons = Array(ranking.order(fitting, seed: plan.seed).prefix(count ?? fitting.count)).sorted()
      words.append("\(count.map { "first \($0) by" } ?? "by") \(ranking.rawValue)")
    }
    let by = words.joined(separator: ", ")
    guard !neurons.isEmpty else { throw PruningStudyError.nothingChosen(by, path: folder.path) }
    let isChosen = Set(neurons)
    var chosen = ChosenNeurons(
      neurons: neurons, by: by, stages: [pair.from.name, pair.to.name],
      corpora: Set([pair.from.corpus, pair.to.corpus].compactMap { $0 }))
    if states.contains(where: { $0 == .forgotten || $0 == .gained }) {
      chosen.insufficient = fitting.count {
        isChosen.contains($0.neuron) && $0.verdict == .insufficient
      }
    }
    return chosen
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
    let from = try plan.from.map(place) ?? to - 1
    guard stages.indices.contains(to), stages.indices.contains(from), from != to else {
      throw PruningStudyError.needsTwoStages(path: folder.settings)
    }
    return (stages[from], stages[to])
  }

  /// The two stages compared, with p-values where they are asked for.
  func transfer(tested: Bool = false) throws -> Transfer {
    if let loadedTransfer, loadedTransfer.null != nil || !tested { return loadedTransfer }
    let pair = try stagePair()
    let (a, b) = (
      try Snapshot(path: folder.snapshot(pair.from.name)), try Snapshot(path: folder.snapshot(pair.to.name))
    )
    guard b.sites == sites else {
      throw PruningStudyError.differentNeurons(
        snapshot: b.path, sites: b.sites.description, checkpoint: checkpoint.path,
        modelSites: sites.description)
    }
    var transfer = try Transfer(a, b)
    if tested {
      try transfer.test(
        a, b, permutations: plan.permutations, seed: plan.seed, threads: workers.threads)
    }
    loadedTransfer = transfer
    return transfer
  }

  /// The snapshot that tells the neurons' activation mass in the pruned checkpoint; nil if there is none.
  func massSnapshot() throws -> Snapshot? {
    let last = description.stages.last { $0.source.name == checkpointName }
    guard let stage = plan.to == nil ? last : try stagePair().to, folder.exists(folder.snapshot(stage.name))
    else { return nil }
    let snapshot = try Snapshot(path: folder.snapshot(stage.name))
    return snapshot.sites == sites ? snapshot : nil
  }
}
