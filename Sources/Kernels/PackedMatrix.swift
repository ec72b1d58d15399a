import CKernels

/// The right side of a product, `[K, N]`, laid out in panels of 16 columns that stay in cache.
///
/// Every row of a product with it is computed by itself in a fixed order of operations, so results don't
/// depend on how many rows are multiplied at once or by how many threads.
public struct PackedMatrix: Sendable {
  /// The inner dimension K.
  public let rows: Int
  /// The columns N of the product.
  public let columns: Int
  private let storage: FloatBuffer

  /// Room for a `[rows, columns]` matrix.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    storage = FloatBuffer(count: ck_packed_count(rows, columns))
  }

  /// Packs `matrix`, given as `[K, N]`, or as `[N, K]` when `transposed`. Complexity: O(K N).
  public init(rows: Int, columns: Int, _ matrix: UnsafePointer<Float>, transposed: Bool) {
    self.init(rows: rows, columns: columns)
    pack(matrix, transposed: transposed)
  }

  /// Packs other values into the same room. Complexity: O(K N).
  public func pack(
    _ matrix: UnsafePointer<Float>, transposed: Bool, workers: Workers = Workers(threads: 1)
  ) {
    let panel = Int(CK_PANEL)
    nonisolated(unsafe) let matrix = matrix
    workers.forRanges(columns, step: 32 * panel) { range in
      ck_pack(
        rows, range.count, matrix + range.lowerBound * (transposed ? rows : 1),
        transposed ? rows : columns, transposed, storage.pointer + range.lowerBound * rows)
    }
  }

  /// `result [M, N] = left [M, K] x self`, added to what `result` holds when `accumulate`. Rows of the two
  /// are `leftStride` and `resultStride` floats apart, by default K and N.
  public func multiply(
    _ left: UnsafePointer<Float>, rows count: Int, leftStride: Int? = nil,
    into result: UnsafeMutablePointer<Float>, resultStride: Int? = nil, accumulate: Bool
  ) {
    ck_matmul_packed(
      count, rows, columns, left, leftStride ?? rows, storage.pointer, result, resultStride ?? columns,
      accumulate)
  }

  /// `result [M, N] = left [M, K] x self + bias`. Rows lie without gaps; `bias` holds as many floats as
  /// ``paddedColumns(_:)`` says.
  public func multiply(
    _ left: UnsafePointer<Float>, rows count: Int, bias: UnsafePointer<Float>?,
    into result: UnsafeMutablePointer<Float>
  ) {
    ck_matmul_biased(count, rows, columns, left, storage.pointer, bias, result)
  }

  /// The columns of whole panels: how many floats a bias of so many columns must hold.
  public static func paddedColumns(_ columns: Int) -> Int { ck_packed_count(1, columns) }
}
