import Experiments

/// What `inspect` shows of several stages.
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

  let stages: [StageAudit.Stage]
  let findings: [Finding]

  init(_ audit: StageAudit) {
    stages = audit.stages
    findings = audit.findings.map {
      Finding(kind: $0.kind, isWarning: $0.isWarning, stages: $0.stages, text: AuditText.text($0))
    }
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
