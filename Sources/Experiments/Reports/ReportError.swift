/// Why a run can't be reported on.
public enum ReportError: Error, Equatable, Sendable {
  /// The run's description names a stage whose snapshot has not been taken.
  case missingSnapshot(stage: String, path: String)
  /// No two stages in a row can be compared.
  case nothingToCompare(path: String, stages: Int)
}
