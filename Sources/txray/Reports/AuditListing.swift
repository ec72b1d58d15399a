import Experiments
import Runs

/// What an audit of several stages found: the form of `inspect A B --format json` and of a run's `reports/audit.json`.
struct AuditListing: Encodable {
  struct Finding: Encodable {
    let kind: String
    let isWarning: Bool
    let stages: [String]
    let text: String

    private enum CodingKeys: String, CodingKey {
      case kind, stages, text
      case isWarning = "is_warning"
    }
  }

  /// What tells the form from others. Its version rises with whatever changes the meaning of what is there.
  let format = "txray.audit"
  let version = 1
  let stages: [StageAudit.Stage]
  let findings: [Finding]

  init(_ audit: StageAudit) {
    stages = audit.stages
    findings = audit.findings.map {
      Finding(kind: $0.kind, isWarning: $0.isWarning, stages: $0.stages, text: AuditText.text($0))
    }
  }

  private enum CodingKeys: String, CodingKey { case format, version, stages, findings }

  /// Writes `reports/audit.json` of a run, whole or not at all.
  ///
  /// - Throws: `FileError`.
  func keep(in folder: RunFolder) throws {
    try folder.keepReport("audit", JSONText(self).text + "\n")
  }

  var header: [String] {
    ["stage", "kind", "tensors", "numbers", "norm", "step", "trained from", "weights", "tokenizer"]
  }

  /// One row a stage; digests by their first signs.
  var rows: [[String]] {
    stages.map { stage in
      [
        stage.name, stage.kind, "\(stage.tensors)", grouped(stage.parameters),
        stage.norm.map { fixed($0, 3) } ?? "–", stage.step.map { "\($0)" } ?? "–", stage.parent ?? "unknown",
        stage.weights.map { String($0.prefix(12)) } ?? "unknown",
        stage.tokenizer.map { String($0.prefix(12)) } ?? "unknown",
      ]
    }
  }
}
