import TensorFiles

/// The counts of a part of a text as a file, so that a first pass can be divided among processes.
///
/// A safetensors file of the bins that something fell into: `rows` (I64 `[neurons + 1]`, where each neuron's begin),
/// `bin` (U16) and `count` (U32). Some 10 kB a neuron.
extension QuantileSketch {
  private static let format = "txray-sketch-1"

  /// Writes the counts, whole or not at all.
  ///
  /// - Parameter recipe: what they were made by.
  /// - Throws: `FileError`.
  public func write(to path: String, recipe: String) throws {
    var (rows, bins, found): ([Int64], [UInt16], [UInt32]) = ([0], [], [])
    for row in 0..<neurons {
      for bin in 0..<Self.bins where counts[row * Self.bins + bin] > 0 {
        bins.append(UInt16(bin))
        found.append(counts[row * Self.bins + bin])
      }
      rows.append(Int64(bins.count))
    }
    var writer = SafetensorsWriter(metadata: ["format": Self.format, "recipe": recipe])
    writer.add("rows", values: rows)
    writer.add("bin", values: bins)
    writer.add("count", values: found)
    try writer.write(to: path)
  }

  /// The sum of what several files hold. Memory for one sketch; O(bins that something fell into).
  ///
  /// - Throws: ``SnapshotError/badMetadata(path:key:found:)`` for a file of another recipe,
  ///   ``SnapshotError/inconsistent(path:tensor:index:)`` or ``SnapshotError/file(_:)`` for one that is damaged or missing.
  public init(sumOf paths: [String], neurons: Int, recipe: String) throws(SnapshotError) {
    self.init(neurons: neurons)
    for path in paths { try add(Self.open(path, recipe: recipe)) }
  }

  /// Whether a file holds counts of that recipe; its numbers are not looked at.
  ///
  /// - Throws: ``SnapshotError``, if it can't be read.
  public static func isMade(by recipe: String, _ path: String) throws(SnapshotError) -> Bool {
    do {
      _ = try open(path, recipe: recipe)
      return true
    } catch .badMetadata {
      return false
    }
  }

  private static func open(_ path: String, recipe: String) throws(SnapshotError) -> SafetensorsFile {
    let file: SafetensorsFile
    do throws(TensorFileError) {
      file = try SafetensorsFile(path: path)
    } catch {
      throw .file(error)
    }
    for (key, value) in [("format", format), ("recipe", recipe)] where file.metadata[key] != value {
      throw .badMetadata(path: path, key: key, found: file.metadata[key])
    }
    return file
  }

  private mutating func add(_ file: SafetensorsFile) throws(SnapshotError) {
    let (rows, bins, found): ([Int], MappedColumn<UInt16>, MappedColumn<UInt32>)
    do throws(TensorFileError) {
      _ = try file.requiredTensor(named: "rows", shape: [neurons + 1])
      rows = try file.integers("rows")
      bins = try file.column("bin")
      found = try file.column("count")
    } catch {
      throw .file(error)
    }
    func inconsistent(_ tensor: String, _ index: Int) -> SnapshotError {
      .inconsistent(path: file.path, tensor: tensor, index: index)
    }
    guard rows[0] == 0, rows[neurons] == bins.count, found.count == bins.count else {
      throw inconsistent("rows", neurons)
    }
    for row in 0..<neurons {
      guard rows[row] <= rows[row + 1], rows[row + 1] <= bins.count else { throw inconsistent("rows", row) }
      for entry in rows[row]..<rows[row + 1] {
        guard bins[entry] < Self.bins else { throw inconsistent("bin", entry) }
        let place = row * Self.bins + Int(bins[entry])
        let (sum, isTooLarge) = counts[place].addingReportingOverflow(found[entry])
        guard !isTooLarge else { throw inconsistent("count", entry) }
        counts[place] = sum
      }
    }
  }
}
