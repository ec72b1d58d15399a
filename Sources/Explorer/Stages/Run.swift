import Files
import Measures
import NeuronPreferences
import Runs
import Sites

/// A run as the explorer sees it: stages in order, and where its marks and metrics are kept.
public struct Run: Sendable {
  /// What it is called.
  public let name: String
  /// What it was opened by: a folder, or snapshots.
  public internal(set) var opened: [String] = []
  /// The stages under the policy that is looked at.
  private(set) var reading: Reading
  /// The kinds of policies that every stage has a snapshot of, the one that neurons are judged on first.
  let policies: [PolicyFiles]
  /// Stages that `run.toml` names and that have no snapshot yet.
  public let missingStages: [String]
  /// Where marks and metrics are kept, and in a whole run the checkpoints.
  public let folder: RunFolder
  /// Whether any stage has tags.
  private(set) var hasTags: Bool
  /// Whether any stage keeps contexts.
  private(set) var hasContexts: Bool

  /// Puts a run together.
  ///
  /// - Parameter policies: the kinds of policies that `stages` can be looked at under, theirs among them; none if
  ///   there is no other.
  /// - Throws: `RunOpeningError.differentNeurons` if the stages don't have the same neurons, `.noStages` if there
  ///   are none.
  public init(
    name: String, stages: [Stage], missingStages: [String] = [], folder: RunFolder,
    policies: [PolicyFiles] = []
  ) throws(RunOpeningError) {
    guard let first = stages.first else { throw RunOpeningError.noStages(path: name, missing: missingStages) }
    try Self.requireSameNeurons(stages, as: first)
    self.name = name
    self.missingStages = missingStages
    self.folder = folder
    self.policies = policies
    reading = Reading(number: 0, stages: stages)
    hasTags = stages.contains { $0.snapshot.tags != nil }
    hasContexts = stages.contains { $0.snapshot.contexts != nil }
  }

  private static func requireSameNeurons(_ stages: [Stage], as first: Stage) throws(RunOpeningError) {
    for stage in stages where stage.snapshot.sites != first.snapshot.sites {
      throw .differentNeurons(
        first: first.snapshot.path, sites: first.snapshot.sites.description, other: stage.snapshot.path,
        otherSites: stage.snapshot.sites.description)
    }
  }

  /// Looks at the same stages under another policy.
  ///
  /// - Throws: `RunOpeningError.differentNeurons`.
  mutating func read(_ stages: [Stage]) throws(RunOpeningError) {
    precondition(stages.count == self.stages.count, "the same stages")
    try Self.requireSameNeurons(stages, as: self.stages[0])
    reading = Reading(number: reading.number + 1, stages: stages)
    hasTags = stages.contains { $0.snapshot.tags != nil }
    hasContexts = stages.contains { $0.snapshot.contexts != nil }
  }

  /// The stages, in the order they are shown.
  public var stages: [Stage] { reading.stages }

  /// What it is known by from one session to the next: where it lies, and what of it is open.
  var key: String {
    "\(realPath(folder.path) ?? folder.path) \(name)"
  }

  /// Where activations were read; numbers the rows of all columns.
  public var sites: SiteList { stages[0].snapshot.sites }

  /// How many neurons there are.
  public var neuronCount: Int { sites.neuronCount }
}
