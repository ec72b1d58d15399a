import Foundation
import NeuronPreferences
import ScratchFiles
import Sites
import TensorFiles
import Testing

@testable import Recordings

/// A file that make_recordings.py wrote.
func reference(_ name: String) -> String {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
  return folder + "/Reference/" + name
}

/// A reference file whose bytes are changed before it is opened.
struct TamperedFile {
  var bytes: [UInt8]
  private let tensors: [String: TensorInfo]

  init(_ name: String = "whole.recording") throws {
    bytes = Array(try Data(contentsOf: URL(fileURLWithPath: reference(name))))
    let file = try SafetensorsFile(path: reference(name))
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
  }

  /// Overwrites one element.
  mutating func set<Value: BitwiseCopyable>(_ tensor: String, _ index: Int, _ value: Value) throws {
    let range = try #require(tensors[tensor]).byteRange
    let start = range.lowerBound + index * MemoryLayout<Value>.size
    try #require(start + MemoryLayout<Value>.size <= range.upperBound)
    withUnsafeBytes(of: value) { bytes.replaceSubrange(start..<start + $0.count, with: $0) }
  }

  /// Replaces text in the header, whose length is adapted.
  mutating func replace(_ old: String, by new: String) throws {
    let length = bytes.withUnsafeBytes { Int(UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))) }
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    try #require(header.contains(old))
    let changed = Array(header.replacingOccurrences(of: old, with: new).utf8)
    let size = withUnsafeBytes(of: UInt64(changed.count).littleEndian) { Array($0) }
    bytes.replaceSubrange(0..<8 + length, with: size + changed)
  }

  /// The bytes in a file of their own.
  func temporary() throws -> TemporaryFile { try TemporaryFile(bytes, suffix: ".recording") }

  /// The error of reading all of it, or nil. Paths are blanked out.
  func error() throws -> RecordingError? {
    let file = try temporary()
    do throws(RecordingError) {
      let recordings = try RecordingSet(paths: [file.path])
      var collectors: [PreferenceCollector] = []
      try recordings.addMoments(to: &collectors)
      return nil
    } catch {
      return error.blanked
    }
  }
}

extension RecordingError {
  /// The same error of a file without a path.
  var blanked: RecordingError {
    switch self {
    case .notARecording(_, let format): .notARecording(path: "", format: format)
    case .unsupportedVersion(_, let found, let supported):
      .unsupportedVersion(path: "", found: found, supported: supported)
    case .badMetadata(_, let key, let found): .badMetadata(path: "", key: key, found: found)
    case .inconsistent(_, let tensor, let index): .inconsistent(path: "", tensor: tensor, index: index)
    case .documentTwice(let document, _): .documentTwice(document: document, path: "")
    case .notOfOneRecording(let what, _, _): .notOfOneRecording(what: what, a: "", b: "")
    case .policyNotRecorded(_, let policy, let available):
      .policyNotRecorded(path: "", policy: policy, available: available)
    case .file: self
    }
  }
}

/// Collects a set under one of its policies without tags and opens the snapshot.
func collect(
  _ recordings: RecordingSet, _ policy: CollectionPolicy, _ body: (Snapshot) throws -> Void
) throws {
  let plan = try recordings.plan(for: policy, tagCount: 0)
  var collectors = [PreferenceCollector(plan: plan)]
  for place in 0..<recordings.documentCount {
    let document = recordings.document(at: place)
    for preferences in try recordings.preferences(at: place, document, tags: nil, plans: [plan]) {
      collectors[0].absorb(preferences)
    }
  }
  try recordings.addMoments(to: &collectors)
  try withScratchFolder { folder in
    let draft = collectors[0].draft(
      origin: SnapshotOrigin(stage: "test"), vocabulary: recordings.tokenNames())
    try draft.write(to: folder + "/s")
    try body(try Snapshot(path: folder + "/s"))
  }
}
