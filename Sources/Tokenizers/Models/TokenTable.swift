import Files

/// The tokens of a vocabulary by their bytes and by their ids. Bytes, since `String` calls texts equal that a
/// vocabulary keeps apart.
struct TokenTable: Sendable {
  /// Ids are smaller than this.
  static let idLimit = 1 << 24

  private var strings: ByteStringTable
  /// The id of each string.
  private var ids: [Int32] = []
  /// The string of each id, or -1.
  private var indices: [Int32] = []

  init(capacity: Int = 1024) {
    strings = ByteStringTable(capacity: capacity)
    ids.reserveCapacity(capacity)
  }

  /// Number of different tokens.
  var count: Int { ids.count }
  /// The largest id + 1.
  var size: Int { indices.count }

  /// Gives a token its id; of several ids of one token the last counts. False if the id is too large.
  mutating func insert(_ token: UnsafeBufferPointer<UInt8>, id: Int) -> Bool {
    guard id >= 0, id < Self.idLimit else { return false }
    let index = strings.insert(token)
    if index == ids.count {
      ids.append(Int32(id))
    } else {
      let old = Int(ids[index])
      if indices[old] == Int32(index) { indices[old] = -1 }
      ids[index] = Int32(id)
    }
    while indices.count <= id { indices.append(-1) }
    indices[id] = Int32(index)
    return true
  }

  /// The id of a token.
  func id(of token: UnsafeBufferPointer<UInt8>) -> Int32? {
    strings.index(of: token).map { ids[$0] }
  }

  /// The id of a token.
  func id(of token: [UInt8]) -> Int32? { token.withUnsafeBufferPointer { id(of: $0) } }

  /// The token of an id.
  func token(_ id: Int32) -> ArraySlice<UInt8>? {
    guard id >= 0, id < indices.count, indices[Int(id)] >= 0 else { return nil }
    return strings[Int(indices[Int(id)])]
  }
}
