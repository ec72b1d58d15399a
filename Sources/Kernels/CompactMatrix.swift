import CKernels

/// The right side of a product, `[K, N]`, kept in 16 bits a number: half the memory of a ``PackedMatrix``, and the
/// same bits in every result, since each part of a panel is widened once for all rows of a product.
public struct CompactMatrix: Sendable {
  /// How the 16 bits are meant.
  public enum Format: Sendable, Hashable {
    /// The upper half of a Float.
    case bfloat16
    /// IEEE half precision.
    case float16
  }

  /// The inner dimension K.
  public let rows: Int
  /// The columns N of the product.
  public let columns: Int
  private let format: Format
  private let storage: Storage

  /// Packs `matrix`, given as `[K, N]`, or as `[N, K]` when `transposed`. Complexity: O(K N).
  public init(
    rows: Int, columns: Int, _ matrix: UnsafePointer<UInt16>, format: Format, transposed: Bool
  ) {
    self.rows = rows
    self.columns = columns
    self.format = format
    storage = Storage(count: ck_packed_count(rows, columns))
    ck_pack_narrow(rows, columns, matrix, transposed, storage.pointer)
  }

  /// `result [M, N] = left [M, K] x self + bias`. Rows lie without gaps; `bias` holds as many floats as
  /// ``PackedMatrix/paddedColumns(_:)`` says.
  public func multiply(
    _ left: UnsafePointer<Float>, rows count: Int, bias: UnsafePointer<Float>?,
    into result: UnsafeMutablePointer<Float>
  ) {
    ck_matmul_narrow(count, rows, columns, left, storage.pointer, format == .float16, bias, result)
  }

  /// The packed numbers, written once.
  private final class Storage: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<UInt16>

    init(count: Int) { pointer = .allocate(capacity: max(count, 1)) }

    deinit { pointer.deallocate() }
  }
}
