import Glibc

extension StageAudit {
  /// What a stage's own files show.
  static func findings(alone stage: AuditedStage) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    if let folder = stage.folderStep, let recorded = stage.step, folder != recorded {
      findings.append(.otherStep(stage: stage.name, folder: folder, recorded: recorded))
    }
    if stage.kind == .transformer, stage.tokenizerDigest == nil { findings.append(.noTokenizer(stage.name)) }
    guard let tensors = stage.print?.tensors else { return findings }
    if let tensor = tensors.first(where: { !$0.isFinite }) {
      findings.append(.notFinite(stage: stage.name, tensor: tensor.name))
    }
    let misplaced = tensors.first { tensor in
      stage.index[tensor.name].map { expected in expected != tensor.file } ?? false
    }
    if let misplaced, let expected = stage.index[misplaced.name] {
      findings.append(
        .misplacedTensor(
          stage: stage.name, tensor: misplaced.name, expected: expected, found: misplaced.file))
    }
    return findings + untrained(stage, tensors)
  }

  /// Gains and biases begin as ones and zeros, and any training moves them; recurrent weights are drawn evenly from
  /// ±1/√H by PyTorch, and any training takes some of them out.
  private static func untrained(_ stage: AuditedStage, _ tensors: [WeightPrint.Tensor]) -> [AuditFinding] {
    let recurrent = tensors.filter { $0.name.contains("weight_hh") || $0.name.contains("weight_ih") }
    if let width = recurrent.first(where: { $0.name.contains("weight_hh") })?.shape.last, width > 0 {
      let bound = 1 / sqrt(Double(width))
      // A float's rounding beyond the bound; a tenth of a percent below it the largest of a thousand draws lies.
      let isDrawn = recurrent.allSatisfy { tensor in
        let count = Double(tensor.shape.reduce(1, *))
        guard let norm = tensor.norm, count >= 256 else { return false }
        return tensor.largest <= bound * 1.000_001 && tensor.largest > bound * 0.97
          && abs(norm * norm / count / (bound * bound / 3) - 1) < 6 / sqrt(count)
      }
      return isDrawn ? [.untrainedRecurrence(stage.name, tensors: recurrent.count, bound: bound)] : []
    }
    let vectors = tensors.filter { $0.shape.count == 1 && $0.norm != nil && !$0.name.hasSuffix("inv_freq") }
    let isNew = vectors.count >= 3 && vectors.allSatisfy { $0.constant == 0 || $0.constant == 1 }
    return isNew ? [.untrainedNorms(stage.name, tensors: vectors.count)] : []
  }

  /// What a stage has in common with those before it, and what not.
  static func findings(of stage: AuditedStage, beside earlier: [AuditedStage]) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    let alike = earlier.filter { $0.kind == stage.kind }
    if let first = earlier.first, first.kind != stage.kind, ![first.kind, stage.kind].contains(.recording) {
      findings.append(
        .differentArchitectures(
          first.name, stage.name, part: "kind", a: first.kind.rawValue, b: stage.kind.rawValue))
    }
    if let first = alike.first {
      let parts = zip(first.architecture, stage.architecture)
      if let (a, b) = parts.first(where: { $0.value != $1.value }) {
        findings.append(
          .differentArchitectures(first.name, stage.name, part: a.part, a: a.value, b: b.value))
      }
      findings += tokenizers(first, stage)
    }
    return findings + weights(of: stage, beside: alike)
  }

  /// The rule of `Snapshot.tokenizerRelation`: tokens are other ones where neither's begin with the other's. Where a
  /// recording doesn't name its tokens, nobody knows.
  private static func tokenizers(_ a: AuditedStage, _ b: AuditedStage) -> [AuditFinding] {
    guard let own = b.tokenizerDigest, let other = a.tokenizerDigest, own != other else { return [] }
    guard let names = a.tokenNames(), let others = b.tokenNames() else {
      return a.kind == .recording ? [] : [.differentTokenizers(a.name, b.name, hasSameTokens: false)]
    }
    let isSame = zip(names, others).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    return [.differentTokenizers(a.name, b.name, hasSameTokens: isSame)]
  }

  private static func weights(of stage: AuditedStage, beside earlier: [AuditedStage]) -> [AuditFinding] {
    guard let print = stage.print else {
      guard let digest = stage.recordedDigest,
        let other = earlier.first(where: { $0.recordedDigest == digest })
      else { return [] }
      return [.sameWeights(other.name, stage.name)]
    }
    // One model under two names in a run is meant so.
    let others = earlier.filter {
      ($0.reference.paths, $0.reference.adapter) != (stage.reference.paths, stage.reference.adapter)
    }
    if let other = others.first(where: { $0.print?.digest == print.digest }) {
      return [.sameWeights(other.name, stage.name)]
    }
    if let other = others.first(where: { $0.print?.namelessDigest == print.namelessDigest }) {
      return [.renamedCopy(other.name, stage.name)]
    }
    var findings: [AuditFinding] = []
    // Adapters to one model have its weights in common.
    for other in others where other.reference.paths != stage.reference.paths {
      guard let digests = other.print?.digests else { continue }
      let telling = print.tensors.filter(\.isTelling)
      let equal = telling.filter { digests[$0.name] == $0.digest }
      guard !equal.isEmpty, equal.count < telling.count else { continue }
      let files = Dictionary(grouping: telling, by: \.file).filter { $0.value.count > 1 }
      let shared =
        files.count < 2
        ? nil
        : files.sorted { $0.key < $1.key }.first { file in
          file.value.allSatisfy { digests[$0.name] == $0.digest }
        }
      if let shared {
        findings.append(
          .sharedShard(
            stage: stage.name, file: shared.key, of: other.name, tensors: shared.value.count,
            others: telling.count - shared.value.count))
      } else {
        findings.append(
          .partlySame(other.name, stage.name, tensors: equal.count, of: telling.count))
      }
    }
    // The nearest in common says most; a chain of checkpoints with a frozen part would say it of every pair.
    return findings.last.map { [$0] } ?? []
  }
}
