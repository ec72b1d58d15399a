/// Why a run can't be opened, besides what is wrong with a file in it.
public enum RunOpeningError: Error, Equatable, Sendable {
  /// Nothing is there.
  case notFound(path: String)
  /// No run was named, and this folder holds no `run.toml`.
  case noRunNamed(folder: String)
  /// A folder without snapshots; `missing` names the stages that `run.toml` announces.
  case noStages(path: String, missing: [String])
  /// Not every stage has a snapshot under this kind of policy beside another one.
  case noSuchPolicy(String, path: String, known: [String])
  /// Two snapshots don't have the same neurons.
  case differentNeurons(first: String, sites: String, other: String, otherSites: String)
}
