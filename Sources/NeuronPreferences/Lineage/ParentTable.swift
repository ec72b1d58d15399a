import TensorFiles

/// How far each neuron still does what it did in the checkpoint that its own descends from: the correlation
/// of both activations over the text of the snapshot, won or not.
public struct ParentTable: Sendable {
  let own: MomentTable
  let counts: IntegerColumn
  /// `[blocks, neurons]`, as are the other sums.
  let sums: MappedColumn<Double>
  let squares: MappedColumn<Double>
  let products: MappedColumn<Double>

  init(_ file: SafetensorsFile, own: MomentTable) throws(SnapshotError) {
    self.own = own
    do throws(TensorFileError) {
      counts = try IntegerColumn(file, "parent.count", shape: [own.neurons])
      for name in ["parent.sum", "parent.squares", "parent.product"] {
        _ = try file.requiredTensor(named: name, shape: [own.blockCount, own.neurons])
      }
      sums = try file.column("parent.sum")
      squares = try file.column("parent.squares")
      products = try file.column("parent.product")
    } catch {
      throw .file(error)
    }
  }

  /// Pearson's correlation of the neuron's activation with its parent's; nil where one of them does not
  /// vary, or not all of the text was compared. O(blocks).
  public func correlation(ofRow row: Int) -> Double? { totals(ofRow: row)?.correlation }

  /// How far the neuron does what it did; nil where one of both activations does not vary, or not all of the text was
  /// compared. O(blocks).
  public func likeness(ofRow row: Int) -> ParentLikeness? { totals(ofRow: row).flatMap(ParentLikeness.init) }

  /// Sums over all blocks of a neuron's activation, its parent's, their squares and their products.
  struct Totals {
    let count: Double
    var own = 0.0
    var ownSquares = 0.0
    var parent = 0.0
    var parentSquares = 0.0
    var products = 0.0

    /// Variance of the neuron's activation, times `count`.
    var ownSpread: Double { ownSquares - own * own / count }
    /// The same of its parent's.
    var parentSpread: Double { parentSquares - parent * parent / count }

    var correlation: Double? {
      let correlation = (products - own * parent / count) / (ownSpread * parentSpread).squareRoot()
      return correlation.isFinite ? min(max(correlation, -1), 1) : nil
    }
  }

  /// The sums of one neuron, in one walk over the blocks; nil where not all of the text was compared.
  private func totals(ofRow row: Int) -> Totals? {
    guard counts[row] > 1, counts[row] == own.counts[row] else { return nil }
    var totals = Totals(count: Double(counts[row]))
    for place in stride(from: row, to: own.blockCount * own.neurons, by: own.neurons) {
      totals.own += own.sums[place]
      totals.ownSquares += own.squares[place]
      totals.parent += sums[place]
      totals.parentSquares += squares[place]
      totals.products += products[place]
    }
    return totals
  }
}
