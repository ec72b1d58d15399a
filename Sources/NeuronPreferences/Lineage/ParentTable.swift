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
  public func correlation(ofRow row: Int) -> Double? {
    let count = Double(counts[row])
    guard counts[row] > 1, counts[row] == own.counts[row] else { return nil }
    let (x, xx) = (own.sum(ofRow: row), own.squares(ofRow: row))
    let (y, yy) = (own.total(sums, row), own.total(squares, row))
    let spread = (xx - x * x / count) * (yy - y * y / count)
    let correlation = (own.total(products, row) - x * y / count) / spread.squareRoot()
    return correlation.isFinite ? min(max(correlation, -1), 1) : nil
  }
}
