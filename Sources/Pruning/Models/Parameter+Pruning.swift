import Kernels
import LanguageModels

// Matrices are `[rows, columns]`, vectors `[rows]`, row-major.
extension Parameter {
  private var columns: Int { shape.count > 1 ? shape[1] : 1 }

  /// A copy with these rows, and these columns, set to zero.
  func zeroing(rows: [Int] = [], columns zeroed: [Int] = []) -> Parameter {
    let copy = copy()
    for row in rows {
      (copy.values.pointer + row * columns).update(repeating: 0, count: columns)
    }
    for row in 0..<shape[0] {
      for column in zeroed { copy.values.pointer[row * columns + column] = 0 }
    }
    return copy
  }

  /// A smaller one, of the rows and columns named in order; nil stands for one of zeros, and no list for all.
  func picking(rows: [Int?]? = nil, columns picked: [Int?]? = nil, named name: String? = nil) -> Parameter {
    let rows = rows ?? (0..<shape[0]).map { $0 }
    let picked = picked ?? (0..<columns).map { $0 }
    let result = Parameter(
      name: name ?? self.name, shape: shape.count > 1 ? [rows.count, picked.count] : [rows.count])
    for (i, row) in rows.enumerated() {
      guard let row else { continue }
      for (j, column) in picked.enumerated() {
        guard let column else { continue }
        result.values.pointer[i * picked.count + j] = values.pointer[row * columns + column]
      }
    }
    return result
  }
}
