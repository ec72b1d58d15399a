import ArgumentParser
import Experiments
import Kernels

/// A budget of memory for a collection.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: """
      Keep within so many bytes (500M, 4G) of memory: the text is gone over several times, a part of its documents \
      each time, to the same snapshot. (default: one pass, whatever it takes)
      """)
  var memory: ByteCount?

  /// Refuses what can't be: a text that can be read once only, and a budget for a plan, which measures one pass.
  func validate(corpus: String, _ planning: PlanOptions) throws {
    if memory != nil, planning.plan {
      throw ValidationError("--plan measures a collection in one pass: leave out --memory")
    }
    guard corpus == "-" else { return }
    for (option, isGiven) in [("--memory", memory != nil), ("--plan", planning.plan)] where isGiven {
      throw ValidationError("\(option) reads the text several times: write it to a file first")
    }
  }

  /// Collects, within the budget if there is one, and writes the snapshots, a path for each policy.
  ///
  /// - Parameter total: how many tokens there will be, to be shown beside those that are done; nil if nobody knows.
  func collect(
    _ collection: CorpusCollection, to paths: [String], _ workers: Workers,
    total: (CollectionProgress) -> Int?
  ) throws {
    let stage = collection.origin.stage
    Interruption.watch()
    let progress = ProgressDisplay()
    defer { progress.finish() }
    var unknownWords = UnknownWords()
    func show(_ done: CollectionProgress) throws {
      unknownWords = done.unknownWords
      if Interruption.happened { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      let name = done.isThresholdPass ? "thresholds for \(stage)" : stage
      progress.show(.collecting(stage: name, done: done.tokens, total: total(done)))
    }
    func report() {
      progress.finish()
      unknownWords.report(path: collection.corpus.path)
    }
    if let memory {
      let scanned = try collection.run(workers: workers, memory: memory.bytes, to: paths, progress: show)
      report()
      for (policy, path) in zip(collection.policies, paths) {
        progress.show(.collected(stage: stage, policy: policy, tokens: scanned, path: path))
      }
      return
    }
    let drafts = try collection.run(workers: workers, progress: show)
    report()
    for (draft, path) in zip(drafts, paths) {
      try draft.write(to: path)
      progress.show(
        .collected(stage: stage, policy: draft.policy, tokens: draft.counts.tokensScanned, path: path))
    }
  }
}

/// A number of bytes, as `4000000000`, `500M` or `4G`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1_000, "M": 1_000_000, "G": 1_000_000_000]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number > 0 else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: unit ?? 1)
    if overflows { return nil }
    self.bytes = bytes
  }
}
