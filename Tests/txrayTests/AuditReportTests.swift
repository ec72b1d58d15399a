import Foundation
import Testing

/// The audit of a run's models, as a file and as `inspect` prints it.
@Suite struct AuditReportTests {
  private struct Report: Decodable, Equatable {
    struct Stage: Decodable, Equatable {
      let name, kind: String
      let paths: [String]
      let weights, tokenizer, parent: String?
      let tensors, parameters: Int
    }
    struct Finding: Decodable, Equatable {
      let kind: String
      let isWarning: Bool
      let stages: [String]
      let text: String
    }
    let format: String
    let version: Int
    let stages: [Stage]
    let findings: [Finding]

    init(_ bytes: Data) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Report.self, from: bytes)
    }
  }

  /// A run of a model and of a copy of it.
  private func prepared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try TinyTransformer.writeWords(into: folder, text: "corpora/text.txt")
    for name in ["base", "twin"] {
      try FileManager.default.copyItem(atPath: TinyTransformer.folder("gpt2"), toPath: folder.file(name))
    }
    func model(_ name: String) -> String {
      """
      [models.\(name)]
      path = "\(name)"
      tokenizer = "words"
      [[stages]]
      name = "\(name)"
      model = "\(name)"
      corpus = "text"

      """
    }
    try folder.write(
      "run.toml",
      """
      [corpora.text]
      path = "corpora/text.txt"
      [tags]
      tagger = "none"

      """ + model("base") + model("twin"))
    return folder
  }

  @Test func aRunKeepsWhatItsAuditFound() throws {
    let folder = try prepared()
    let run = try CommandRun("run", folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let kept = try Data(contentsOf: URL(fileURLWithPath: folder.file("reports/audit.json")))
    let report = try Report(kept)
    #expect(report.format == "txray.audit" && report.version == 1)
    #expect(report.stages.map(\.name) == ["base", "twin"])
    for stage in report.stages {
      #expect(stage.kind == "transformer" && stage.paths.count == 1)
      #expect(stage.paths.allSatisfy { $0.hasSuffix("/" + stage.name) })
      #expect(stage.weights?.count == 64 && stage.tokenizer?.count == 64 && stage.parent == nil)
      #expect(stage.tensors > 10 && stage.parameters > 1000)
    }
    let found = try #require(report.findings.first { $0.kind == "same-weights" })
    #expect(found.isWarning && found.stages == ["base", "twin"])
    #expect(run.errors.contains("warning: \(found.text)"), "\(run.errors)")
    // Nothing is collected again, so nothing is audited.
    try FileManager.default.removeItem(atPath: folder.file("reports/audit.json"))
    #expect(try CommandRun("run", folder.path).status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.file("reports/audit.json")))
  }

  @Test func inspectPrintsTheSameForm() throws {
    let folder = try prepared()
    let (base, twin) = (folder.file("base"), folder.file("twin"))
    let told = try CommandRun("inspect", base, twin, "--parent", "\(twin)=\(base)", "--format", "json")
    #expect(told.status == 0, "\(told.errors)")
    let report = try Report(Data(told.output.utf8))
    #expect(report.format == "txray.audit" && report.version == 1)
    #expect(report.stages.map(\.name) == ["base", "twin"] && report.stages.map(\.parent) == [nil, "base"])
    #expect(report.findings.contains { $0.kind == "same-weights" && $0.stages == ["base", "twin"] })
  }

  /// What was collected stays, and the command says what it could not write.
  @Test func anAuditThatCantBeKeptIsAnError() throws {
    let folder = try prepared()
    try folder.write("reports", "no folder")
    let run = try CommandRun("run", folder.path)
    #expect(run.status == 74 && run.errors.contains("reports"), "\(run.status) \(run.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.file("snapshots/twin.safetensors")))
  }
}
