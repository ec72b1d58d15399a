import Measures
import NeuronPreferences
import Runs

/// What is known of a run's stages under a policy that is not looked at.
public struct SetAside: Sendable {
  /// The stages.
  let stages: [Stage]
  /// What has been compared of them.
  var comparisons: [ComparedPair: Comparison]
}

/// What conditions ask of a policy that is not looked at.
public struct AsideRequest: Hashable, Sendable {
  /// The snapshots of all stages under it.
  let files: PolicyFiles
  /// The pairs that are to be compared.
  let compared: Set<ComparedPair>
  /// The relabellings that they are held against.
  let permutations: Int
  /// Stages with more entries are not held against any.
  let entryLimit: Int
}

extension SetAside {
  /// Compares what is asked for, and opens the stages first where none are given.
  ///
  /// - Throws: `SnapshotError`.
  init(_ request: AsideRequest, stages known: [Stage]?, labels: [String], threads: Int) throws {
    let stages = try known ?? Run.stages(request.files.paths, labels: labels)
    let pairs = try request.compared.map { compared in
      let isQuick = Comparison.canTest(compared.pair, of: stages, entryLimit: request.entryLimit)
      let permutations = isQuick ? request.permutations : 0
      return (
        compared, try Comparison(compared, stages: stages, permutations: permutations, threads: threads)
      )
    }
    self.init(stages: stages, comparisons: Dictionary(uniqueKeysWithValues: pairs))
  }
}
