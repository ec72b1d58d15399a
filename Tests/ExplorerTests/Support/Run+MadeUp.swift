import Measures
import Runs
import SyntheticRuns

@testable import Explorer

extension Run {
  /// A run of so many stages, the three made-up ones in turn.
  static func madeUp(stages count: Int) throws -> Run {
    let made = try Run.open([SyntheticRun.taggedFolder]).stages
    return try Run(
      name: "many",
      stages: (0..<count).map { Stage(label: "epoch \($0 + 1)", snapshot: made[$0 % 3].snapshot) },
      folder: RunFolder(SyntheticRun.taggedFolder))
  }
}
