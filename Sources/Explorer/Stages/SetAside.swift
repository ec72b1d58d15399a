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
  /// The relabellings that they are held against, unless the stages have too many entries for that.
  let permutations: Int
}

extension SetAside {
  /// Opens the stages and compares what is asked for.
  ///
  /// - Throws: `SnapshotError`.
  init(_ request: AsideRequest, labels: [String], threads: Int) throws {
    let stages = try Run.stages(request.files.paths, labels: labels)
    let pairs = try request.compared.map { compared in
      let entries = [compared.pair.from, compared.pair.to].reduce(0) {
        $0 + stages[$1].snapshot.tokens.entryCount
      }
      return (
        compared,
        try Comparison(
          compared, stages: stages,
          permutations: entries <= Comparison.entryLimit ? request.permutations : 0, threads: threads)
      )
    }
    self.init(stages: stages, comparisons: Dictionary(uniqueKeysWithValues: pairs))
  }
}
