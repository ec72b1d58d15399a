import TensorFiles

/// The preferences of all neurons by one kind of feature, as they lie in a mapped snapshot.
///
/// The columns with one value a neuron serve tables directly; a neuron's own preferences are decoded, and
/// checked, when they are asked for.
public struct FeatureTable: Sendable {
  /// Tokens or tags.
  public let kind: FeatureKind
  /// How often each feature occurs in the text.
  public let frequency: IntegerColumn
  /// Recorded occurrences of each neuron.
  public let wins: IntegerColumn
  /// Activation mass of each neuron: the sum of its recorded activations (TX-Ray, section 3.3.2).
  public let mass: MappedColumn<Double>
  /// Length of each neuron: the number of distinct features it prefers.
  public let length: IntegerColumn

  let path: String
  /// Tokens that were read; nothing occurs more often.
  let tokensScanned: Int
  let blockCount: Int
  let text: MappedColumn<UInt8>
  let offsets: IntegerColumn
  let rows: IntegerColumn
  let features: IntegerColumn
  let blocks: IntegerColumn
  let counts: IntegerColumn
  let maxima: RealColumn
  let sumRows: IntegerColumn
  let sums: MappedColumn<Double>

  /// Number of features, the ids being 0..<`featureCount`.
  public var featureCount: Int { frequency.count }
  /// Number of neurons.
  public var neuronCount: Int { wins.count }
  /// Number of stored (neuron, feature, block) entries.
  public var entryCount: Int { features.count }

  init(
    _ file: SafetensorsFile, kind: FeatureKind, neurons: Int, blocks blockCount: Int,
    tokens tokensScanned: Int
  )
    throws(SnapshotError)
  {
    let prefix = kind.prefix
    self.kind = kind
    self.blockCount = blockCount
    self.tokensScanned = tokensScanned
    path = file.path
    do throws(TensorFileError) {
      frequency = try IntegerColumn(file, "\(prefix).frequency", shape: [nil])
      text = try file.column("\(prefix).text")
      offsets = try IntegerColumn(file, "\(prefix).offsets", shape: [frequency.count + 1])
      wins = try IntegerColumn(file, "\(prefix).wins", shape: [neurons])
      _ = try file.requiredTensor(named: "\(prefix).mass", shape: [neurons])
      mass = try file.column("\(prefix).mass")
      length = try IntegerColumn(file, "\(prefix).length", shape: [neurons])
      rows = try IntegerColumn(file, "\(prefix).rows", shape: [neurons + 1])
      features = try IntegerColumn(file, "\(prefix).feature", shape: [nil])
      blocks = try IntegerColumn(file, "\(prefix).block", shape: [features.count])
      counts = try IntegerColumn(file, "\(prefix).count", shape: [features.count])
      maxima = try RealColumn(file, "\(prefix).maximum", shape: [features.count])
      sumRows = try IntegerColumn(file, "\(prefix).sum_rows", shape: [neurons + 1])
      sums = try file.column("\(prefix).sum")
    } catch {
      throw .file(error)
    }
    if featureCount > TripleKey.featureLimit { throw inconsistent("frequency", TripleKey.featureLimit) }
    if let feature = (0..<featureCount).first(where: { frequency[$0] > tokensScanned }) {
      throw inconsistent("frequency", feature)
    }
    try checkStarts(offsets, "offsets", end: text.count)
    try checkStarts(rows, "rows", end: features.count)
    try checkStarts(sumRows, "sum_rows", end: sums.count)
  }

  /// Row pointers start at 0, never fall and end where the entries do.
  private func checkStarts(_ column: IntegerColumn, _ name: String, end: Int) throws(SnapshotError) {
    let fault =
      switch column {
      case .uint8(let column): Self.firstFault(column, end: end)
      case .uint16(let column): Self.firstFault(column, end: end)
      case .uint32(let column): Self.firstFault(column, end: end)
      case .uint64(let column): Self.firstFault(column, end: end)
      }
    if let fault { throw inconsistent(name, fault) }
  }

  private static func firstFault<Value: TensorElement & FixedWidthInteger>(
    _ column: MappedColumn<Value>, end: Int
  ) -> Int? {
    column.withUnsafeValues { values in
      guard values.first == 0 else { return 0 }
      var isRising = true
      for index in 1..<values.count { isRising = isRising && values[index &- 1] <= values[index] }
      if !isRising { return (1..<values.count).first { values[$0 - 1] > values[$0] } }
      return values.last.map { Int(clamping: $0) } == end ? nil : values.count - 1
    }
  }

  func inconsistent(_ column: String, _ index: Int) -> SnapshotError {
    .inconsistent(path: path, tensor: "\(kind.prefix).\(column)", index: index)
  }

  /// The name of a feature; bytes that are not UTF-8 are replaced. O(length of the name).
  public func name(of feature: Int) -> String {
    String(decoding: bytes(of: feature).lazy.map { text[$0] }, as: UTF8.self)
  }

  /// All names. O(length of the text).
  public func names() -> [String] {
    text.withUnsafeValues { bytes in
      (0..<featureCount).map { feature in
        String(decoding: bytes[offsets[feature]..<offsets[feature + 1]], as: UTF8.self)
      }
    }
  }

  /// Whether both have the same features under the same ids, compared byte by byte. O(length of the text).
  public func hasSameNames(as other: FeatureTable) -> Bool {
    featureCount == other.featureCount && text.count == other.text.count
      && text.withUnsafeValues { own in other.text.withUnsafeValues { own.elementsEqual($0) } }
      && (0...featureCount).allSatisfy { offsets[$0] == other.offsets[$0] }
  }

  /// Whether a feature has the same name in another table, under the same id there, compared byte by byte. O(length of
  /// the name).
  public func hasSameName(of feature: Int, in other: FeatureTable) -> Bool {
    guard feature < other.featureCount else { return false }
    let (own, theirs) = (bytes(of: feature), other.bytes(of: feature))
    return own.count == theirs.count && zip(own, theirs).allSatisfy { text[$0] == other.text[$1] }
  }

  private func bytes(of feature: Int) -> Range<Int> { offsets[feature]..<offsets[feature + 1] }

  /// Whether the features of the smaller table are the first ones of the other, under the same ids. O(length of its
  /// text).
  func hasNames(inCommonWith other: FeatureTable) -> Bool {
    let count = min(featureCount, other.featureCount)
    guard (0...count).allSatisfy({ offsets[$0] == other.offsets[$0] }) else { return false }
    let bytes = offsets[count]
    return text.withUnsafeValues { own in
      other.text.withUnsafeValues { own.prefix(bytes).elementsEqual($0.prefix(bytes)) }
    }
  }

  /// The ids of the features of that name, compared byte by byte. O(length of the text).
  public func features(named name: String) -> [Int] {
    let wanted = Array(name.utf8)
    return (0..<featureCount).filter { isNamed(wanted, $0) }
  }

  /// Whether a feature has that name, compared byte by byte: sought no further than the first. O(length of the text).
  public func contains(name: String) -> Bool {
    let wanted = Array(name.utf8)
    return (0..<featureCount).contains { isNamed(wanted, $0) }
  }

  private func isNamed(_ wanted: [UInt8], _ feature: Int) -> Bool {
    let range = bytes(of: feature)
    return range.count == wanted.count && zip(range, wanted).allSatisfy { text[$0] == $1 }
  }
}
