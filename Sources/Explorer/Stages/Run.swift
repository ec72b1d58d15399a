import Glibc
import NeuronPreferences
import Runs
import Sites

/// A run as the explorer sees it: stages in order, and where its marks and metrics are kept.
public struct Run: Sendable {
  /// What it is called.
  public let name: String
  /// The stages, in the order they are shown.
  public let stages: [Stage]
  /// Stages that `run.toml` names and that have no snapshot yet.
  public let missingStages: [String]
  /// Where marks and metrics are kept, and in a whole run the checkpoints.
  public let folder: RunFolder
  /// Whether any stage has tags.
  let hasTags: Bool
  /// Whether any stage keeps contexts.
  let hasContexts: Bool

  /// Puts a run together.
  ///
  /// - Throws: `RunOpeningError.differentNeurons` if the stages don't have the same neurons, `.noStages` if there
  ///   are none.
  public init(
    name: String, stages: [Stage], missingStages: [String] = [], folder: RunFolder
  ) throws(RunOpeningError) {
    guard let first = stages.first else { throw RunOpeningError.noStages(path: name, missing: missingStages) }
    for stage in stages where stage.snapshot.sites != first.snapshot.sites {
      throw RunOpeningError.differentNeurons(
        first: first.snapshot.path, sites: first.snapshot.sites.description, other: stage.snapshot.path,
        otherSites: stage.snapshot.sites.description)
    }
    self.name = name
    self.stages = stages
    self.missingStages = missingStages
    self.folder = folder
    hasTags = stages.contains { $0.snapshot.tags != nil }
    hasContexts = stages.contains { $0.snapshot.contexts != nil }
  }

  /// What it is known by from one session to the next: where it lies, and what of it is open.
  var key: String {
    guard let path = realpath(folder.path, nil) else { return "\(folder.path) \(name)" }
    defer { free(path) }
    return "\(String(cString: path)) \(name)"
  }

  /// Where activations were read; numbers the rows of all columns.
  public var sites: SiteList { stages[0].snapshot.sites }

  /// How many neurons there are.
  public var neuronCount: Int { sites.neuronCount }
}
