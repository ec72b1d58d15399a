import NeuronPreferences
import Runs

/// Snapshots of a run that one pass over a text gives, as a cluster collects them.
public struct ShardedPass: Equatable, Sendable {
  /// The name of the first stage, by which the pass goes.
  public let name: String
  /// All its snapshots: a stage's name, for a further policy after that of its kind.
  public let snapshots: [String]
  /// What each of them is made by; a shard of another recipe is none of this pass.
  let recipes: [String]
  /// Shards that it is divided into; one for a recording, whose text is not read again.
  public let shardCount: Int
  /// Parts of the text among them.
  let textCount: Int
  /// Parts of the sites.
  let siteCount: Int
  /// What the first pass over the text is made by, which thresholds are read off; nil where no policy has any. It has as
  /// many parts as the pass has shards.
  let firstPassRecipe: String?

  /// The shards by number, from 1.
  public var shards: ClosedRange<Int> { 1...shardCount }

  func shard(_ number: Int) -> CollectionShard {
    CollectionShard(number: number - 1, textCount: textCount, siteCount: siteCount)
  }
}

extension RunPipeline {
  /// The passes that lack a snapshot, in the order of the stages.
  ///
  /// - Throws: as ``run(_:)``, e.g. where the checkpoint of a stage has not been trained yet.
  public func shardedPasses(_ settings: ClusterSettings) throws -> [ShardedPass] {
    try openPasses().map { sharded($0, settings) }
  }

  private func openPasses() throws -> [[SnapshotJob]] {
    if description.vocabulary != nil { _ = try vocabulary() }
    return try passes()
  }

  private func sharded(_ jobs: [SnapshotJob], _ settings: ClusterSettings) -> ShardedPass {
    let isRecorded = jobs[0].weights.modelKind == .recording
    let (texts, sites) = isRecorded ? (1, 1) : (settings.shards, settings.siteShards)
    return ShardedPass(
      name: jobs[0].stage.name, snapshots: jobs.map(\.name), recipes: jobs.map(\.recipe),
      shardCount: texts * sites, textCount: texts, siteCount: sites,
      firstPassRecipe: isRecorded ? nil : jobs.first { $0.policy.kind.needsThresholds }?.recipe)
  }

  /// Takes those parts `numbers` of the first pass of a pass that are missing or damaged, one after the other; nothing if
  /// there is none, or if the pass has its snapshots.
  ///
  /// - Parameter begin: called with each part before it is begun, and where its progress is to be written.
  /// - Throws: as ``run(_:)``. Parts that are done stay.
  public func takeFirstPass(
    _ numbers: [Int], ofPass name: String, _ settings: ClusterSettings,
    begin: (_ number: Int, _ progress: String) -> Void
  ) throws {
    guard let jobs = try openPasses().first(where: { $0[0].stage.name == name }) else { return }
    let pass = sharded(jobs, settings)
    guard let recipe = pass.firstPassRecipe else { return }
    func path(_ number: Int) -> String { folder.firstPass(name, number, count: pass.shardCount) }
    try work(
      on: numbers, of: pass, begin,
      progress: { folder.firstPassProgress(name, $0, count: pass.shardCount) },
      isDone: { (try? QuantileSketch.isMade(by: recipe, path($0))) == true },
      take: { number in
        let collection = try collection(jobs, pass.shard(number))
        let sketch = try collection.firstPass(workers: workers) { try tellProgress(of: name, jobs, $0) }
        try sketch.write(to: path(number), recipe: recipe)
      })
  }

  /// Takes those parts of a pass that are not done, one after the other, and says so before each.
  private func work(
    on numbers: [Int], of pass: ShardedPass, _ begin: (_ number: Int, _ progress: String) -> Void,
    progress: (Int) -> String, isDone: (Int) -> Bool, take: (Int) throws -> Void
  ) throws {
    for number in numbers where pass.shards.contains(number) && !isDone(number) {
      let progress = progress(number)
      try folder.makeFolders(for: progress)
      begin(number, progress)
      try take(number)
    }
  }

  /// The parts of the first pass that a shard needs: those of its sites.
  private func firstPass(for number: Int, _ pass: ShardedPass) -> (paths: [String], recipe: String)? {
    pass.firstPassRecipe.map { recipe in
      let parts = pass.shards.filter { pass.shard($0).sites == pass.shard(number).sites }
      return (parts.map { folder.firstPass(pass.name, $0, count: pass.shardCount) }, recipe)
    }
  }

  /// Collects those of the shards `numbers` of a pass that are missing or damaged, one after the other; nothing if the
  /// pass has its snapshots.
  ///
  /// - Parameter begin: called with each shard before it is collected, and where its progress is to be written.
  /// - Throws: as ``run(_:)``, and `SnapshotError` where a part of the first pass is missing. Shards that are done stay.
  public func collectShards(
    _ numbers: [Int], ofPass name: String, _ settings: ClusterSettings,
    begin: (_ number: Int, _ progress: String) -> Void
  ) throws {
    guard let jobs = try openPasses().first(where: { $0[0].stage.name == name }) else { return }
    let pass = sharded(jobs, settings)
    try work(
      on: numbers, of: pass, begin,
      progress: { folder.shardProgress(name, $0, count: pass.shardCount) },
      isDone: { number in jobs.allSatisfy { isDone($0, number, pass) } },
      take: { number in
        try collect(jobs, pass.shard(number), firstPass: firstPass(for: number, pass)) {
          folder.shard($0.name, number, count: pass.shardCount)
        }
      })
  }

  /// Whether a shard is there, whole, the one that it is called, and made by the recipe of now.
  private func isDone(_ job: SnapshotJob, _ number: Int, _ pass: ShardedPass) -> Bool {
    let path = folder.shard(job.name, number, count: pass.shardCount)
    guard folder.exists(path), let snapshot = try? Snapshot(path: path),
      snapshot.origin.notes["recipe"] == job.recipe
    else { return false }
    let shard = pass.shard(number)
    let blocks = PreferenceCollector.blocks(
      ofShard: shard.text, of: shard.textCount, blockCount: snapshot.blocks.count)
    return snapshot.blocks.indices.filter { snapshot.blocks[$0].isIncluded } == blocks
      && snapshot.wholeSites.part(shard.places(of: snapshot.wholeSites.sites.count)) == snapshot.sites
      && (try? snapshot.check()) != nil
  }

  /// Puts the shards of a pass together; nothing if the pass has its snapshots.
  ///
  /// - Throws: `MergeError`, which names the shards that are missing or damaged; `RunError.stale` for those of
  ///   settings that have changed since.
  public func mergeShards(ofPass name: String, _ settings: ClusterSettings) throws {
    guard let jobs = try openPasses().first(where: { $0[0].stage.name == name }) else { return }
    let pass = sharded(jobs, settings)
    for job in jobs {
      let paths = pass.shards.map { folder.shard(job.name, $0, count: pass.shardCount) }
      let merge = try SnapshotMerge(paths: paths, complete: true)
      guard merge.origin.notes["recipe"] == job.recipe else {
        throw RunError.stale(path: paths[0], setting: "stages")
      }
      try folder.makeFolders(for: job.path)
      try merge.write(to: job.path)
      tell(
        .collected(stage: job.stage.name, policy: job.policy, tokens: merge.tokensScanned, path: job.path))
    }
  }

  /// What became of each shard of a pass. O(shards): files are opened, not read through.
  public func shardStates(_ pass: ShardedPass, now: Double = ShardProgress.now) -> [ShardState] {
    pass.shards.map { number in
      let files = pass.snapshots.map { folder.shard($0, number, count: pass.shardCount) }
      let progress = folder.shardProgress(pass.name, number, count: pass.shardCount)
      return state(of: files, progress, now) { () throws(SnapshotError) in
        for (file, recipe) in zip(files, pass.recipes)
        where try Snapshot(path: file).origin.notes["recipe"] != recipe {
          return false
        }
        return true
      }
    }
  }

  /// What became of each part of the first pass of a pass; none where it has no first pass. O(shards).
  public func firstPassStates(_ pass: ShardedPass, now: Double = ShardProgress.now) -> [ShardState] {
    guard let recipe = pass.firstPassRecipe else { return [] }
    return pass.shards.map { number in
      let file = folder.firstPass(pass.name, number, count: pass.shardCount)
      let progress = folder.firstPassProgress(pass.name, number, count: pass.shardCount)
      return state(of: [file], progress, now) { () throws(SnapshotError) in
        try QuantileSketch.isMade(by: recipe, file)
      }
    }
  }

  /// What became of files that a task was to write, and whether they are those that are wanted now.
  private func state(
    of files: [String], _ progress: String, _ now: Double, areWanted: () throws(SnapshotError) -> Bool
  ) -> ShardState {
    let progress = ShardProgress(contentsOf: progress)
    if files.allSatisfy(folder.exists) {
      do throws(SnapshotError) {
        return try areWanted() ? .done(progress) : .waiting
      } catch {
        return .damaged(error)
      }
    }
    guard let progress else { return .waiting }
    if progress.failure == nil, now - progress.time < ShardProgress.patience { return .running(progress) }
    return .failed(progress)
  }
}

/// What became of a shard.
public enum ShardState: Sendable {
  /// Nobody has begun it.
  case waiting
  /// A task is at work.
  case running(ShardProgress)
  /// Its files are there.
  case done(ShardProgress?)
  /// A file is there that can't be read.
  case damaged(SnapshotError)
  /// The task gave up, or has not been heard of for long.
  case failed(ShardProgress)

  /// Whether it has to be collected again.
  public var needsTask: Bool {
    switch self {
    case .waiting, .damaged, .failed: true
    case .running, .done: false
    }
  }
}
