import Experiments
import NeuronPreferences

func words(_ error: SnapshotError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .file(let error): return words(error)
  case .notASnapshot(let path, let format):
    let found = format.map { "it calls itself \"\($0)\"" } ?? "it is probably a checkpoint"
    return ("\(path): not a snapshot: \(found); `txray collect` makes one from a checkpoint", .badData)
  case .unsupportedVersion(let path, let found, let supported):
    return (
      "\(path): snapshot version \(found), but this program reads version \(supported); "
        + "collect it again or update txray", .badData
    )
  case .badMetadata(let path, let key, let found):
    let what = found.map { "is \"\($0)\"" } ?? "is missing"
    return ("\(path): \"\(key)\" in its metadata \(what); collect it again", .badData)
  case .inconsistent(let path, let tensor, let index):
    return (
      "\(path): tensor \(tensor) contradicts the others at element \(index); collect it again", .badData
    )
  case .differentSites(let a, let b):
    return ("the snapshots have different neurons: \(a) and \(b); compare stages of one model", .badData)
  case .differentPolicies(let a, let b):
    return ("the snapshots were collected by different policies: \(a) and \(b)", .badData)
  case .differentFeatures(let a, let b):
    func named(_ pooling: String?) -> String { pooling.map { "words by their \($0)" } ?? "tokens" }
    return (
      "one snapshot counts \(named(a)) and the other \(named(b)); collect both with the same --feature",
      .badData
    )
  case .differentTokenizers(let a, let b):
    return (
      "the snapshots' texts were cut by different tokenizers: \(shortened(a)) and \(shortened(b)); compare by --feature "
        + "pos, or take tokens of one name for the same with --across-tokenizers", .badData
    )
  case .noTags(let path): return ("\(path): the snapshot has no tags; compare by --feature token", .badData)
  }
}

func words(_ error: CollectionError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .outOfRange(let what, let found, let allowed):
    (
      "\(found) \(what) can't be collected; from \(allowed.lowerBound) to \(allowed.upperBound) can", .badData
    )
  case .needsThresholds(let policy):
    ("policy \(policy) needs a first pass over the text", .usage)
  }
}

func words(_ error: ParentError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .differentSizes(let own, let parent):
    (
      "the checkpoint has \(own) and its parent \(parent); name the checkpoint that it was trained from",
      .badData
    )
  case .unrelated(let own, let parent):
    ("\(own) was not trained from \(parent): they come from different trainings", .badData)
  }
}

func words(_ error: ReportError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .missingSnapshot(let stage, let path):
    (
      "\(path): the snapshot of stage \(stage) has not been taken yet; `txray run` takes it",
      .notFound
    )
  case .nothingToCompare(let path, let stages):
    (
      "\(path): no two of its \(stages) stages can be compared; two in a row need the same neurons and policy",
      .badData
    )
  }
}

func words(_ error: MarksError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .readOnly(let path):
    (
      "\(path): the run can't be written to, so nothing can be marked; copy it to where you may write",
      .readWrite
    )
  case .file(let error): words(error)
  }
}

/// A tokenizer's kind and the beginning of its digest.
private func shortened(_ tokenizer: String) -> String { String(tokenizer.prefix(28)) }
