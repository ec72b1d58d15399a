import NeuronPreferences
import Sites

/// Marks and notes, by row.
public struct MarkedNeurons: Hashable, Sendable {
  /// Rows of marked neurons.
  public var rows: Set<Int> = []
  /// Why a neuron is marked, where somebody said so.
  public var reasons: [Int: String] = [:]
  /// Rows of each named list.
  public var lists: [String: Set<Int>] = [:]
  /// Notes by row, the oldest first.
  public var notes: [Int: [String]] = [:]

  /// No marks.
  public init() {}

  /// The marks of a run as they stand in its file. Neurons of other runs, which a copied file may name, are passed
  /// over.
  package init(_ log: MarkLog, sites: SiteList) {
    for event in log.events {
      guard let row = sites.row(of: event.neuron) else { continue }
      switch event.action {
      case .mark: apply(MarkChange(row: row, kind: .mark, list: event.list, reason: event.reason))
      case .unmark: apply(MarkChange(row: row, kind: .unmark, list: event.list))
      case .note: apply(MarkChange(row: row, kind: .note(event.text ?? "")))
      case .unnote: apply(MarkChange(row: row, kind: .unnote(event.text ?? "")))
      }
    }
  }

  /// Applies a change.
  package mutating func apply(_ change: MarkChange) {
    if let name = change.list {
      var rows = lists[name] ?? []
      if change.kind == .mark { rows.insert(change.row) } else { rows.remove(change.row) }
      lists[name] = rows.isEmpty ? nil : rows
      return
    }
    switch change.kind {
    case .mark:
      rows.insert(change.row)
      reasons[change.row] = change.reason
    case .unmark:
      rows.remove(change.row)
      reasons[change.row] = nil
    case .note(let text): notes[change.row, default: []].append(text)
    case .unnote(let text):
      if let place = notes[change.row]?.lastIndex(of: text) { notes[change.row]?.remove(at: place) }
      if notes[change.row]?.isEmpty == true { notes[change.row] = nil }
    }
  }
}
