import Measures
import NeuronPreferences
import Sites
import Synchronization

/// The run's file of marks, as background work uses it.
final class MarkStore: Sendable {
  private let path: String
  private let sites: SiteList
  private let log = Mutex<MarkLog?>(nil)

  init(path: String, sites: SiteList) {
    self.path = path
    self.sites = sites
  }

  /// Appends changes, and returns all marks as they stand in the file then. Throws `MarksError`.
  func append(_ changes: [MarkChange]) throws -> MarkedNeurons {
    try withLog { log throws(MarksError) in
      try log.append(
        changes.map { change in
          let neuron = sites.neuron(atRow: change.row)
          return switch change.kind {
          case .mark: MarkEvent(.mark, neuron, reason: change.reason, list: change.list)
          case .unmark: MarkEvent(.unmark, neuron, list: change.list)
          case .note(let text): MarkEvent(.note, neuron, text: text)
          case .unnote(let text): MarkEvent(.unnote, neuron, text: text)
          }
        })
    }
  }

  /// Marks as they stand in the file; nil if nothing was appended since they were read last.
  func refresh() throws -> MarkedNeurons? {
    var isNew = log.withLock { $0 == nil }
    let marks = try withLog { log throws(MarksError) in
      if try log.refresh() { isNew = true }
    }
    return isNew ? marks : nil
  }

  private func withLog(_ body: (inout MarkLog) throws(MarksError) -> Void) throws -> MarkedNeurons {
    try log.withLock { stored throws in
      var log = try stored ?? MarkLog(path: path)
      defer { stored = log }
      try body(&log)
      return MarkedNeurons(log, sites: sites)
    }
  }
}
