import Foundation
import ScratchFiles
import TensorFiles
import Testing

/// GGUF files, whole and hostile.
@Suite struct GGUFFileTests {
  /// Builds headers byte by byte.
  private struct Bytes {
    var bytes: [UInt8] = []

    mutating func add<Number: FixedWidthInteger>(_ number: Number) {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    mutating func add(_ text: String) {
      add(UInt64(text.utf8.count))
      bytes += Array(text.utf8)
    }

    init(version: UInt32 = 3, tensors: UInt64, values: UInt64) {
      bytes = Array("GGUF".utf8)
      add(version)
      add(tensors)
      add(values)
    }

    mutating func addTensor(_ name: String, _ shape: [UInt64], type: UInt32, offset: UInt64) {
      add(name)
      add(UInt32(shape.count))
      for extent in shape { add(extent) }
      add(type)
      add(offset)
    }

    mutating func pad(to multiple: Int) {
      bytes += [UInt8](repeating: 0, count: (multiple - bytes.count % multiple) % multiple)
    }
  }

  private func open(_ bytes: [UInt8], _ body: (GGUFFile) throws -> Void = { _ in }) throws -> GGUFFlaw? {
    var flaw: GGUFFlaw?
    try withScratchFolder { folder in
      let path = folder + "/x.gguf"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        try body(try GGUFFile(path: path))
      } catch TensorFileError.gguf(_, _, let found) {
        flaw = found
      }
    }
    return flaw
  }

  @Test func valuesAndTensors() throws {
    var file = Bytes(tensors: 2, values: 4)
    file.add("a.count")
    file.add(UInt32(4))
    file.add(UInt32(7))
    file.add("a.list")
    file.add(UInt32(9))
    file.add(UInt32(8))
    file.add(UInt64(2))
    file.add("x")
    file.add("yé")
    file.add("a.small")
    file.add(UInt32(6))
    file.add(Float(0.25).bitPattern)
    file.add("a.lists")
    file.add(UInt32(9))
    file.add(UInt32(9))
    file.add(UInt64(1))
    file.add(UInt32(5))
    file.add(UInt64(3))
    for number in [1, -2, 3] as [Int32] { file.add(number) }
    file.addTensor("matrix", [2, 3], type: 0, offset: 0)
    file.addTensor("row", [32], type: 8, offset: 32)
    file.pad(to: 32)
    for number in 0..<6 { file.add(Float(number).bitPattern) }
    file.pad(to: 32)
    file.add(Float16(0.5).bitPattern)
    for number in 0..<32 { file.add(Int8(number - 16)) }
    let flaw = try open(file.bytes) { file in
      #expect(file.metadata["a.count"]?.integer == 7)
      #expect(file.metadata["a.list"]?.list?.texts == [Array("x".utf8), Array("yé".utf8)])
      #expect(file.metadata["a.small"]?.number == 0.25)
      #expect(file.metadata["a.lists"]?.list?.count == 1)
      #expect(file.tensor(named: "matrix")?.shape == [3, 2])
      let (matrix, row) = (try file.floats("matrix"), try file.floats("row"))
      #expect(matrix == [0, 1, 2, 3, 4, 5])
      #expect(row == (0..<32).map { Float($0 - 16) / 2 })
    }
    #expect(flaw == nil)
  }

  @Test func everyCutIsNoticed() throws {
    var file = Bytes(tensors: 1, values: 1)
    file.add("general.name")
    file.add(UInt32(8))
    file.add("model")
    file.addTensor("t", [4], type: 0, offset: 0)
    let header = file.bytes.count
    file.pad(to: 32)
    for _ in 0..<4 { file.add(Float(1).bitPattern) }
    #expect(try open(file.bytes) == nil)
    for length in 4..<file.bytes.count {
      let flaw = try open(Array(file.bytes[..<length]))
      #expect(
        flaw == (length < header ? .endOfHeader : .outOfRange(tensor: "t")), "cut after \(length) bytes")
    }
  }

  @Test func hostileHeaders() throws {
    #expect(try open(Array("GGML".utf8) + [UInt8](repeating: 0, count: 60)) == .badMagic)
    #expect(try open(Bytes(version: 1, tensors: 0, values: 0).bytes) == .unknownVersion(1))
    // Counts that no file could hold are not believed, so nothing is allocated for them.
    #expect(try open(Bytes(tensors: .max, values: 0).bytes) == .endOfHeader)
    #expect(try open(Bytes(tensors: 0, values: 1 << 60).bytes) == .endOfHeader)
    var long = Bytes(tensors: 0, values: 1)
    long.add("a")
    long.add(UInt32(9))
    long.add(UInt32(8))
    long.add(UInt64.max)
    #expect(try open(long.bytes) == .endOfHeader)
    var deep = Bytes(tensors: 0, values: 1)
    deep.add("a")
    deep.add(UInt32(9))
    for _ in 0..<6 {
      deep.add(UInt32(9))
      deep.add(UInt64(1))
    }
    deep.bytes += [UInt8](repeating: 0, count: 64)
    #expect(try open(deep.bytes) == .tooDeep)
    var strange = Bytes(tensors: 0, values: 1)
    strange.add("a")
    strange.add(UInt32(77))
    strange.add(UInt64(0))
    #expect(try open(strange.bytes) == .unknownValueType(77))
    var alignment = Bytes(tensors: 0, values: 1)
    alignment.add("general.alignment")
    alignment.add(UInt32(4))
    alignment.add(UInt32(24))
    #expect(try open(alignment.bytes) == .badAlignment(24))
  }

  @Test(arguments: [
    ([1 << 40, 1 << 40], UInt32(0), UInt64(0), GGUFFlaw.badShape(tensor: "t")),
    ([UInt64.max], 0, 0, .badShape(tensor: "t")),
    ([33], 2, 0, .badShape(tensor: "t")),
    ([1 << 30], 0, 0, .outOfRange(tensor: "t")),
    ([4], 0, 1 << 62, .outOfRange(tensor: "t")),
    ([4], 0, 8, .outOfRange(tensor: "t")),
    ([1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 0, .tooManyDimensions(tensor: "t")),
  ])
  func tensorsOutsideOfTheFile(shape: [UInt64], type: UInt32, offset: UInt64, expected: GGUFFlaw) throws {
    var file = Bytes(tensors: 1, values: 0)
    file.addTensor("t", shape, type: type, offset: offset)
    file.pad(to: 32)
    file.bytes += [UInt8](repeating: 0, count: 64)
    #expect(try open(file.bytes) == expected)
  }

  @Test func kindsThatAreNotReadAreNamed() throws {
    var file = Bytes(tensors: 1, values: 0)
    file.addTensor("t", [256], type: 12, offset: 0)
    file.pad(to: 32)
    let flaw = try open(file.bytes) { file in
      #expect(file.tensor(named: "t")?.elementType.name == "Q4_K")
      #expect(throws: TensorFileError.unknownElementType(path: file.path, tensor: "t", found: "Q4_K")) {
        try file.floats("t")
      }
    }
    #expect(flaw == nil)
  }
}
