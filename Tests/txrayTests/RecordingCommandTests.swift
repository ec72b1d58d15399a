import Foundation
import NeuronPreferences
import Testing

@testable import txray

/// `txray recorder` and `txray collect --recording`.
@Suite struct RecordingCommandTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private func recording(_ name: String) -> String { "\(Self.root)/Tests/RecordingsTests/Reference/\(name)" }

  @Test func theRecorderIsPrintedAsItStands() throws {
    let printed = try CommandRun("recorder")
    #expect(printed.status == 0)
    let file = Self.root + "/Sources/CRecorder/txray_recorder.py"
    #expect(try printed.output == String(contentsOfFile: file, encoding: .utf8))
  }

  @Test func ranksInAnyOrderGiveASnapshotAPolicy() throws {
    let folder = try TemporaryFolder()
    let names = ["max1", "absolute", "top", "quantile"].map { folder.file($0) }
    let files = ["parts.rank1of2.recording", "parts.rank0of2.recording"].map { recording($0) }
    let run = try CommandRun(
      list: ["collect", "--recording"] + files + ["--stage", "own"] + names.flatMap { ["--output", $0] })
    #expect(run.status == 0, "\(run.errors)")
    let snapshots = try names.map { try Snapshot(path: $0) }
    #expect(snapshots.map(\.policy) == [.max1, .absoluteMax1, .top(2), .quantile(0.9)])
    #expect(snapshots.allSatisfy { $0.counts.tokensScanned == 36 && $0.origin.lineage == ["reference"] })
    // "the cat sat ." and eight more: every word has a tag.
    #expect(snapshots.allSatisfy { $0.counts.untaggedTokens == 0 && $0.tags != nil })
    #expect(snapshots.allSatisfy { $0.blocks.allSatisfy(\.isIncluded) })
  }

  @Test func onePolicyIsChosen() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(
      "collect", "--recording=\(recording("whole.recording"))", "--stage", "own", "--tagger", "none",
      "--policy", "topk:2", "--output", folder.file("top"))
    #expect(run.status == 0, "\(run.errors)")
    let snapshot = try Snapshot(path: folder.file("top"))
    #expect(snapshot.policy == .top(2) && snapshot.tags == nil)
  }

  @Test func mistakesAreAnswered() throws {
    let folder = try TemporaryFolder()
    func run(_ more: [String], file: String = "whole.recording") throws -> CommandRun {
      try CommandRun(list: ["collect", "--recording", recording(file), "--stage", "own"] + more)
    }
    let few = try run(["--output", folder.file("a")])
    #expect(few.status == 64 && few.errors.contains("give an --output for each"))
    let other = try run(["--policy", "topk:3", "--output", folder.file("a")])
    #expect(other.status == 65 && other.errors.contains("policy topk:3 was not recorded"))
    let stranger = try run(["--policy", "max1", "--output", folder.file("a")], file: "dense.safetensors")
    #expect(stranger.status == 65 && stranger.errors.contains("not a recording"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("a")))
  }
}
