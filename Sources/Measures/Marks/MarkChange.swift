/// One change of marks, by the neuron's row.
public struct MarkChange: Hashable, Sendable {
  /// What is done to the neuron.
  public enum Kind: Hashable, Sendable {
    /// It is marked.
    case mark
    /// Its mark is taken away.
    case unmark
    /// A note is written to it.
    case note(String)
    /// A note is taken back.
    case unnote(String)
  }

  /// The neuron's row.
  public let row: Int
  /// What is done.
  public let kind: Kind
  /// The named list that a mark is put on or taken off; nil for the marks themselves.
  public var list: String?
  /// Why.
  public var reason: String?

  /// Describes a change.
  package init(row: Int, kind: Kind, list: String? = nil, reason: String? = nil) {
    self.row = row
    self.kind = kind
    self.list = list
    self.reason = reason
  }

  /// What takes it back.
  package var inverse: MarkChange {
    switch kind {
    case .mark: MarkChange(row: row, kind: .unmark, list: list)
    case .unmark: MarkChange(row: row, kind: .mark, list: list, reason: reason)
    case .note(let text): MarkChange(row: row, kind: .unnote(text))
    case .unnote(let text): MarkChange(row: row, kind: .note(text))
    }
  }
}
