import TensorFiles

/// The contexts of all neurons, as they lie in a mapped snapshot.
public struct ContextTable: Sendable {
  /// The most contexts of a neuron, and the most tokens of a context, that are read.
  static let (rowLimit, windowLimit) = (4096, 4096)

  let path: String
  let rows: IntegerColumn
  let selections: IntegerColumn
  let documents: IntegerColumn
  let positions: IntegerColumn
  let centers: IntegerColumn
  let starts: IntegerColumn
  let tokens: IntegerColumn
  let activations: MappedColumn<Float>
  /// Number of token ids.
  let vocabulary: Int

  init(_ file: SafetensorsFile, neurons: Int, vocabulary: Int) throws(SnapshotError) {
    path = file.path
    self.vocabulary = vocabulary
    do throws(TensorFileError) {
      rows = try IntegerColumn(file, "context.rows", shape: [neurons + 1])
      selections = try IntegerColumn(file, "context.selection", shape: [nil])
      documents = try IntegerColumn(file, "context.document", shape: [selections.count])
      positions = try IntegerColumn(file, "context.position", shape: [selections.count])
      centers = try IntegerColumn(file, "context.center", shape: [selections.count])
      starts = try IntegerColumn(file, "context.starts", shape: [selections.count + 1])
      tokens = try IntegerColumn(file, "context.token", shape: [nil])
      _ = try file.requiredTensor(named: "context.activation", shape: [tokens.count])
      activations = try file.column("context.activation")
    } catch {
      throw .file(error)
    }
  }

  /// The contexts of the neuron in that row: its strongest first, then its sample in random order.
  ///
  /// - Throws: ``SnapshotError/inconsistent(path:tensor:index:)`` if they are damaged.
  public func contexts(ofRow row: Int) throws(SnapshotError) -> [FiringContext] {
    guard rows[row] <= rows[row + 1], rows[row + 1] <= selections.count,
      rows[row + 1] - rows[row] <= Self.rowLimit
    else {
      throw .inconsistent(path: path, tensor: "context.rows", index: row + 1)
    }
    var contexts: [FiringContext] = []
    for index in rows[row]..<rows[row + 1] {
      let (start, end) = (starts[index], starts[index + 1])
      guard start < end, end <= tokens.count, end - start <= Self.windowLimit else {
        throw .inconsistent(path: path, tensor: "context.starts", index: index)
      }
      guard let selection = FiringContext.Selection(rawValue: selections[index]) else {
        throw .inconsistent(path: path, tensor: "context.selection", index: index)
      }
      guard centers[index] < end - start else {
        throw .inconsistent(path: path, tensor: "context.center", index: index)
      }
      if let place = (start..<end).first(where: { tokens[$0] >= vocabulary }) {
        throw .inconsistent(path: path, tensor: "context.token", index: place)
      }
      contexts.append(
        FiringContext(
          selection: selection, document: documents[index], position: positions[index],
          tokens: (start..<end).map { Int32(truncatingIfNeeded: tokens[$0]) },
          activations: (start..<end).map { activations[$0].isFinite ? activations[$0] : 0 },
          center: centers[index]))
    }
    return contexts
  }
}
