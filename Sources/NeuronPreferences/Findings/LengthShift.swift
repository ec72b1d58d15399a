import Statistics

/// Whether neurons came to prefer fewer tokens, as specialists, or more (RQ3; TX-Ray, section 3.4).
public struct LengthShift: Equatable, Sendable {
  /// Neurons that prefer fewer tokens than before.
  public let shorter: Int
  /// Those that prefer more.
  public let longer: Int
  /// Those that prefer as many.
  public let same: Int
  /// Their lengths before; nil if there are none.
  public let before: Quartiles?
  /// Their lengths after; nil if there are none.
  public let after: Quartiles?

  /// How many neurons there are.
  public var count: Int { shorter + longer + same }

  /// Counts neurons by their lengths at two stages. O(n log n).
  public init(_ lengths: [(before: Int, after: Int)]) {
    shorter = lengths.count { $0.after < $0.before }
    longer = lengths.count { $0.after > $0.before }
    same = lengths.count - shorter - longer
    before = Quartiles(lengths.map { Double($0.before) })
    after = Quartiles(lengths.map { Double($0.after) })
  }

  /// The same of compared neurons.
  public init(_ neurons: [NeuronTransfer]) { self.init(neurons.map { ($0.lengthA, $0.lengthB) }) }
}
