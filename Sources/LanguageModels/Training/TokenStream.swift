/// Documents laid end to end and cut into parallel lanes, the order in which a language model reads them.
///
/// Lane b holds a contiguous part of the text; what doesn't fill all lanes is left out, as PyTorch's word
/// language model example does. The state is set to zero where a document begins, so that training sees the
/// states that collection will see.
public struct TokenStream: Sendable {
  /// Parallel lanes B.
  public let lanes: Int
  /// Rows of the stream; the last one is only a target.
  public let rows: Int
  /// `[rows, B]`, time-major.
  private let tokens: [Int32]
  private let begins: [Bool]

  /// Tokens that are predicted in one pass.
  public var predictions: Int { max(0, rows - 1) * lanes }

  /// The stream of documents of token ids. Complexity: O(tokens).
  public init(_ documents: [[Int32]], lanes: Int) {
    precondition(lanes >= 1)
    let flat = documents.flatMap { $0 }
    var starts = [Bool](repeating: false, count: flat.count)
    var at = 0
    for document in documents where !document.isEmpty {
      starts[at] = true
      at += document.count
    }
    let rows = flat.count / lanes
    var tokens = [Int32](repeating: 0, count: rows * lanes)
    var begins = [Bool](repeating: false, count: rows * lanes)
    for lane in 0..<lanes {
      for row in 0..<rows {
        tokens[row * lanes + lane] = flat[lane * rows + row]
        begins[row * lanes + lane] = starts[lane * rows + row]
      }
    }
    self.lanes = lanes
    self.rows = rows
    self.tokens = tokens
    self.begins = begins
  }

  /// Up to `steps` rows from `row` on, with the tokens that follow each.
  public func batch(from row: Int, steps: Int) -> (batch: PackedBatch, targets: [Int32]) {
    let count = min(steps, rows - 1 - row)
    let range = row * lanes..<(row + count) * lanes
    let batch = PackedBatch(
      steps: count, lanes: lanes, tokens: Array(tokens[range]), resets: Array(begins[range]))
    return (batch, Array(tokens[(row + 1) * lanes..<(row + 1 + count) * lanes]))
  }
}
