import Foundation
import NeuronPreferences
import Statistics
import TensorFiles
import Testing

@Suite struct SnapshotTests {
  private func written(_ folder: String, seed: UInt64 = 1) throws -> String {
    let text = SyntheticText(seed: seed)
    let path = folder + "/s.safetensors"
    try text.collect(try text.plan())
      .draft(origin: .test, vocabulary: text.vocabulary, tagNames: text.tagNames).write(to: path)
    return path
  }

  @Test func provenanceSurvives() throws {
    try withScratchFolder { folder in
      let snapshot = try Snapshot(path: written(folder))
      #expect(snapshot.origin == .test)
      #expect(snapshot.policy == .max1)
      #expect(snapshot.sites.description == "lstm.0:13")
      #expect(snapshot.blocks.allSatisfy { $0.isIncluded })
      #expect(snapshot.tokens.names() == (0..<40).map { "word\($0)" })
      #expect(snapshot.tokens.name(of: 7) == "word7")
      #expect(snapshot.tokens.features(named: "word7") == [7])
      #expect(snapshot.tags?.names() == ["NOUN", "VERB", "DET", "PUNCT"])
      #expect(snapshot.table(.token)?.kind == .token)
    }
  }

  @Test func withoutTagsThereAreNone() throws {
    try withScratchFolder { folder in
      let path = folder + "/s"
      let snapshot = try snapshot([(0, "the", 0.5)], neurons: 1, vocabulary: ["the"], path: path)
      #expect(snapshot.tags == nil)
      #expect(snapshot.moments == nil)
      #expect(throws: SnapshotError.noTags(path: path)) { try snapshot.requiredTable(.tag) }
    }
  }

  @Test func blocksAddUpToTheWhole() throws {
    try withScratchFolder { folder in
      let snapshot = try Snapshot(path: written(folder))
      for row in 0..<snapshot.neuronCount {
        let blocks = try snapshot.tokens.blockPreferences(ofRow: row)
        #expect(blocks.allSatisfy { $0.block < 16 && $0.count > 0 })
        for preference in try snapshot.tokens.preferences(ofRow: row) {
          let parts = blocks.filter { $0.feature == preference.feature }
          #expect(parts.map(\.count).reduce(0, +) == preference.count)
          #expect(parts.dropFirst().reduce(parts[0].sum) { $0 + $1.sum } == preference.sum)
          #expect(parts.map(\.maximum).max() == preference.maximum)
        }
      }
    }
  }

  @Test func otherFilesAreRefused() throws {
    try withScratchFolder { folder in
      let path = folder + "/checkpoint.safetensors"
      var writer = SafetensorsWriter(metadata: ["format": "txray.checkpoint"])
      writer.add("x", values: [1] as [Float])
      try writer.write(to: path)
      #expect(throws: SnapshotError.notASnapshot(path: path, format: "txray.checkpoint")) {
        try Snapshot(path: path)
      }
      writer.metadata = [:]
      try writer.write(to: path)
      #expect(throws: SnapshotError.notASnapshot(path: path, format: nil)) { try Snapshot(path: path) }
      writer.metadata = ["format": "txray.snapshot", "version": "2"]
      try writer.write(to: path)
      #expect(throws: SnapshotError.unsupportedVersion(path: path, found: "2", supported: 1)) {
        try Snapshot(path: path)
      }
      #expect(throws: SnapshotError.file(.file(.notFound(path: folder + "/none")))) {
        try Snapshot(path: folder + "/none")
      }
    }
  }

  /// The snapshot with some tensors and facts replaced.
  private func altered(
    _ path: String, metadata: [String: String?] = [:], _ change: (String, [Int]) -> [Int]?
  ) throws {
    let file = try SafetensorsFile(path: path)
    var writer = SafetensorsWriter(
      metadata: file.metadata.merging(metadata.compactMapValues { $0 }) { $1 }
        .filter { metadata[$0.key] != .some(nil) })
    for tensor in file.tensors {
      if tensor.elementType.isInteger, let values = change(tensor.name, try file.integers(tensor.name)) {
        writer.add(tensor.name, shape: tensor.shape, values: values.map { UInt64($0) })
      } else {
        let bytes = try file.withUnsafeBytes(of: tensor.name) { Array($0) }
        writer.add(tensor.name, shape: tensor.shape, elementType: tensor.elementType, bytes: bytes)
      }
    }
    try writer.write(to: path)
  }

  @Test func damagedPointersAreFoundAtOnce() throws {
    for name in ["token.rows", "tag.sum_rows", "token.offsets"] {
      try withScratchFolder { folder in
        let path = try written(folder)
        try altered(path) { tensor, values in
          guard tensor == name else { return nil }
          var values = values
          values[3] = values[5] + 1
          return values
        }
        #expect(throws: SnapshotError.inconsistent(path: path, tensor: name, index: 4)) {
          try Snapshot(path: path)
        }
        try altered(path) { tensor, values in tensor == name ? values.map { _ in 0 } : nil }
        #expect(throws: SnapshotError.self) { try Snapshot(path: path) }
      }
    }
  }

  @Test func damagedRowsAreFoundWhenRead() throws {
    let damages: [(String, Int)] = [
      ("token.feature", 40), ("token.block", 16), ("token.count", 0), ("token.count", 2),
    ]
    for (name, value) in damages {
      try withScratchFolder { folder in
        let path = try written(folder)
        try altered(path) { tensor, values in
          guard tensor == name else { return nil }
          var values = values
          // A single occurrence, whose sum is not stored, so that a count of 2 is a lie.
          values[name == "token.count" ? values.firstIndex(of: 1) ?? 0 : 0] = value
          return values
        }
        let snapshot = try Snapshot(path: path)
        #expect(throws: SnapshotError.self, "\(name) \(value)") {
          for row in 0..<snapshot.neuronCount { _ = try snapshot.tokens.preferences(ofRow: row) }
        }
      }
    }
  }

  @Test func factsMustBeThere() throws {
    let damages: [(String, String?)] = [
      ("stage", nil), ("policy", "most"), ("sites", "lstm.0"), ("sites", "lstm.0:99999999999"),
      ("tokens.scanned", "-1"), ("seed", "x"), ("histogram.upper", "-2"),
    ]
    for (key, value) in damages {
      try withScratchFolder { folder in
        let path = try written(folder)
        try altered(path, metadata: [key: value]) { _, _ in nil }
        #expect(throws: SnapshotError.badMetadata(path: path, key: key, found: value)) {
          try Snapshot(path: path)
        }
      }
    }
    try withScratchFolder { folder in
      let path = try written(folder)
      try altered(path, metadata: ["sites": "lstm.0:14"]) { _, _ in nil }
      #expect(
        throws: SnapshotError.file(
          .wrongShape(path: path, tensor: "token.wins", expected: [14], found: [13]))
      ) { try Snapshot(path: path) }
    }
  }

  @Test func tornFilesAreRefused() throws {
    try withScratchFolder { folder in
      let path = try written(folder)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      for count in stride(from: 0, to: whole.count, by: 997) {
        try whole.prefix(count).write(to: URL(fileURLWithPath: path))
        #expect(throws: SnapshotError.self) { try Snapshot(path: path) }
      }
    }
  }

  /// Whatever bytes are flipped, opening and reading everything gives numbers or a typed error.
  @Test func flippedBytesDoNoHarm() throws {
    try withScratchFolder { folder in
      let path = try written(folder)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      let seed: UInt64 = 4711
      var generator = SplitMix64(seed: seed)
      var refused = 0
      for _ in 0..<300 {
        var bytes = whole
        for _ in 0..<20 {
          bytes[Int.random(in: 3000..<bytes.count, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
        try bytes.write(to: URL(fileURLWithPath: path))
        do {
          let snapshot = try Snapshot(path: path)
          for row in 0..<snapshot.neuronCount {
            _ = snapshot.moments?.standardDeviation(ofRow: row)
            _ = snapshot.moments?.histogram(ofRow: row)
            _ = try snapshot.contexts?.contexts(ofRow: row)
          }
          let transfer = try Transfer(snapshot, snapshot)
          #expect(transfer.neurons.allSatisfy { $0.hellinger.map { $0 == 0 } ?? true })
          _ = try SnapshotMerge([snapshot])
        } catch is SnapshotError {
          refused += 1
        } catch is MergeError {
          refused += 1
        }
      }
      #expect(refused > 100, "seed \(seed)")
    }
  }
}
