/// Byte strings by their prefixes: walks from the root, a byte a step.
///
/// Edges lie in one hash table, those of the root in an array. Complexity: O(1) a step.
struct ByteTrie: Sendable {
  /// Node and byte of each edge in the upper half, its target in the lower; 0 where free.
  private var edges: [UInt64]
  private var edgeCount = 0
  private var rootEdges = [Int32](repeating: -1, count: 256)
  /// The value that ends at each node, or -1.
  private var values: [Int32] = [-1]

  /// Where walks begin.
  static let root = 0
  /// The most nodes.
  static let nodeLimit = 1 << 23

  init(capacity: Int = 256) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    edges = [UInt64](repeating: 0, count: size)
  }

  /// Whether there are no strings.
  var isEmpty: Bool { values.count == 1 }

  /// Gives a string a value. False if there are too many nodes.
  mutating func insert(_ string: some Sequence<UInt8>, value: Int32) -> Bool {
    var node = Self.root
    for byte in string {
      if let next = child(of: node, byte) {
        node = next
      } else {
        guard values.count < Self.nodeLimit else { return false }
        let next = values.count
        values.append(-1)
        add(node, byte, next)
        node = next
      }
    }
    values[node] = value
    return true
  }

  /// The node behind an edge, nil if there is none.
  @inline(__always)
  func child(of node: Int, _ byte: UInt8) -> Int? {
    if node == Self.root {
      let next = rootEdges[Int(byte)]
      return next < 0 ? nil : Int(next)
    }
    let key = Self.key(node, byte)
    let mask = edges.count &- 1
    var slot = Self.slot(key) & mask
    while true {
      let edge = edges[slot]
      if edge == 0 { return nil }
      if edge >> 32 == key { return Int(truncatingIfNeeded: edge & 0xFFFF_FFFF) }
      slot = (slot &+ 1) & mask
    }
  }

  /// The value that ends at a node, -1 if none does.
  @inline(__always)
  func value(at node: Int) -> Int32 { values[node] }

  /// The node of a whole string, nil if it is no prefix.
  func node(of string: some Sequence<UInt8>) -> Int? {
    var node = Self.root
    for byte in string {
      guard let next = child(of: node, byte) else { return nil }
      node = next
    }
    return node
  }

  private mutating func add(_ node: Int, _ byte: UInt8, _ next: Int) {
    if node == Self.root {
      rootEdges[Int(byte)] = Int32(next)
      return
    }
    if (edgeCount + 1) * 2 > edges.count { grow() }
    place(Self.key(node, byte), next)
    edgeCount += 1
  }

  private mutating func place(_ key: UInt64, _ next: Int) {
    let mask = edges.count - 1
    var slot = Self.slot(key) & mask
    while edges[slot] != 0 { slot = (slot + 1) & mask }
    edges[slot] = key << 32 | UInt64(next)
  }

  private mutating func grow() {
    let old = edges
    edges = [UInt64](repeating: 0, count: old.count * 2)
    for edge in old where edge != 0 { place(edge >> 32, Int(edge & 0xFFFF_FFFF)) }
  }

  /// Never 0, for no edge leaves the root's number.
  @inline(__always)
  private static func key(_ node: Int, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

  @inline(__always)
  private static func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }
}
