import Files
import Glibc
import Kernels
import NeuronPreferences

extension CorpusCollection {
  /// Bytes that an entry takes while it is collected: four columns and up to four slots of a table, and once more its
  /// columns when they are sorted.
  static let bytesPerEntry = 24 + 16 + 48

  /// Collects within a budget of memory, whatever the length of the text, and writes the snapshots: to the same bits as
  /// ``run(workers:progress:)``.
  ///
  /// The text is gone over several times, each time for as many document blocks as have room; a model reads every document
  /// once all the same. What a pass gives is written beside the snapshot, sorted, and in the end all are merged block by
  /// block. The first pass takes one block, by which the others are measured; a block is the least that has to fit, a 64th
  /// of the text.
  ///
  /// - Parameters:
  ///   - memory: bytes that the process may use; weights, and the moments of every neuron, are not bounded by it.
  ///   - paths: the snapshots to write, one a policy.
  /// - Returns: how many tokens were scanned.
  /// - Throws: as ``run(workers:progress:)``; `FileError`, `MergeError`.
  public func run(
    workers: Workers, memory: Int, to paths: [String], progress: (CollectionProgress) throws -> Void
  ) throws -> Int {
    precondition(paths.count == policies.count, "a path for each policy")
    var collection = self
    if tokens != nil, origin.corpusHash.isEmpty {
      // A pass that stops before the end of the text doesn't know its digest.
      collection.origin.corpusHash = try SHA256.hexDigest(ofFileAt: corpus.path)
    }
    let prepared = try collection.prepare(workers, progress)
    var left = coveredBlocks[...]
    var parts = paths.map { _ in [Snapshot]() }
    var (size, scanned) = (1, 0)
    var unknownWords = UnknownWords()
    while !left.isEmpty {
      let blocks = Array(left.prefix(size))
      left = left.dropFirst(size)
      let drafts = try collection.pass(prepared, blocks: blocks, unknownWords: unknownWords) { done in
        unknownWords = done.unknownWords
        try progress(
          CollectionProgress(
            isThresholdPass: false, tokens: scanned + done.tokens, unknownWords: unknownWords))
      }
      let entries = drafts.reduce(0) { $0 + $1.tokens.entryCount + ($1.tags?.entryCount ?? 0) }
      let own = entries * Self.bytesPerEntry
      let room = Double(memory) - Double(max(0, Self.residentBytes - own))
      size = Int(min(max(1, room * Double(blocks.count) / Double(max(own, 1))), Double(max(left.count, 1))))
      scanned += drafts.first.map { $0.counts.tokensScanned + $0.counts.skipped.values.reduce(0, +) } ?? 0
      for (policy, draft) in drafts.enumerated() {
        // The mapping outlives the name, so that nothing is left behind however this ends.
        let path = "\(paths[policy]).part"
        defer { try? removeFile(path) }
        try draft.write(to: path)
        parts[policy].append(try Snapshot(path: path))
      }
    }
    for (path, parts) in zip(paths, parts) { try SnapshotMerge(parts).write(to: path) }
    return scanned
  }

  /// Memory that this process has in use now.
  private static var residentBytes: Int {
    let pages = (try? FileBytes.read("/proc/self/statm", limit: 4096)).flatMap { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
    return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
  }
}
