import CZlib
import Foundation
import ScratchFiles
import TensorFiles
import Testing

/// Crafted files: each must give its own error, and none may crash or take memory that it doesn't hold.
@Suite struct PyTorchHostileTests {
  /// The flaw of opening a file with these bytes, or nil if it opens.
  private func flaw(_ bytes: [UInt8]) throws -> PyTorchFlaw? {
    var found: PyTorchFlaw?
    try withScratchFolder { folder in
      let path = folder + "/x"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        _ = try TensorArchive(path: path)
      } catch TensorFileError.pyTorch(path, _, let flaw) {
        found = flaw
      }
    }
    return found
  }

  /// The flaw of an archive with one tensor of these properties on a storage of 6 floats.
  private func tensor(
    count: Int = 6, offset: Int = 0, shape: [Int], strides: [Int], type: String = "FloatStorage"
  ) throws -> PyTorchFlaw? {
    let pickle = PickleBytes.dictionary(["w"]) { pickle, _ in
      pickle.tensor(count: count, offset: offset, shape: shape, strides: strides, type: type)
    }
    return try flaw(ZipBytes(pickle: pickle, storages: ["0": floatBytes([1, 2, 3, 4, 5, 6])]).bytes)
  }

  private var good: ZipBytes {
    let pickle = PickleBytes.dictionary(["w"]) { pickle, _ in
      pickle.tensor(count: 6, shape: [2, 3], strides: [3, 1])
    }
    return ZipBytes(pickle: pickle, storages: ["0": floatBytes([1, 2, 3, 4, 5, 6])])
  }

  @Test func theCraftedOnesOpenUntilTheyLie() throws {
    #expect(try flaw(good.bytes) == nil)
    #expect(try tensor(shape: [3, 2], strides: [1, 3]) == nil)
    let pickle = PickleBytes.dictionary(["w"]) { pickle, _ in
      pickle.tensor(count: 2, shape: [2], strides: [1])
    }
    let legacy = legacyBytes(pickle: pickle, storages: [("0", 2, floatBytes([1, 2]))])
    #expect(try flaw(legacy) == nil)
  }

  // MARK: Tensors

  @Test func windowsStayInsideTheirStorage() throws {
    #expect(
      try tensor(shape: [1_000_000_000], strides: [1])
        == .outsideStorage(tensor: "w", needed: 1_000_000_000, count: 6))
    #expect(
      try tensor(shape: [1_000_000_000], strides: [0]) == .badShape(tensor: "w", shape: [1_000_000_000]))
    #expect(
      try tensor(shape: [1 << 40, 1 << 40], strides: [0, 0])
        == .badShape(tensor: "w", shape: [1 << 40, 1 << 40]))
    #expect(
      try tensor(shape: [2, 3], strides: [.max, 1]) == .outsideStorage(tensor: "w", needed: nil, count: 6))
    #expect(try tensor(shape: [-1], strides: [1]) == .badShape(tensor: "w", shape: [-1]))
    #expect(try tensor(shape: [2], strides: [-1]) == .badStrides(tensor: "w", strides: [-1]))
    #expect(try tensor(shape: [2, 3], strides: [1]) == .badStrides(tensor: "w", strides: [1]))
    #expect(
      try tensor(offset: 5, shape: [2], strides: [1]) == .outsideStorage(tensor: "w", needed: 7, count: 6))
    #expect(
      try tensor(offset: -1, shape: [2], strides: [1]) == .outsideStorage(tensor: "w", needed: 1, count: 6))
    #expect(
      try tensor(offset: .max, shape: [2], strides: [1])
        == .outsideStorage(tensor: "w", needed: nil, count: 6))
    #expect(
      try tensor(shape: [Int](repeating: 1, count: 65), strides: [1]) == .badTensor(name: "w"))
  }

  @Test func storagesMustBeThereAndOfTheirSize() throws {
    #expect(
      try tensor(count: 7, shape: [2], strides: [1])
        == .wrongStorageSize(key: "0", expected: 28, found: 24))
    #expect(
      try tensor(count: -1, shape: [2], strides: [1]) == .missingStorage(tensor: "w", key: "0"))
    #expect(
      try tensor(count: .max, shape: [2], strides: [1]) == .missingStorage(tensor: "w", key: "0"))
    #expect(
      try tensor(shape: [2], strides: [1], type: "OddStorage")
        == .unknownStorageType(tensor: "w", type: "torch.OddStorage"))
    var absent = good
    absent.entries.removeLast()
    #expect(try flaw(absent.bytes) == .missingStorage(tensor: "w", key: "0"))
  }

  @Test func namesOccurOnce() throws {
    let pickle = PickleBytes.dictionary(["w", "w"]) { pickle, _ in
      pickle.tensor(count: 6, shape: [6], strides: [1])
    }
    let bytes = ZipBytes(pickle: pickle, storages: ["0": floatBytes([1, 2, 3, 4, 5, 6])]).bytes
    #expect(try flaw(bytes) == .duplicateTensor(name: "w"))
  }

  // MARK: Pickles

  private func pickle(_ body: (inout PickleBytes) -> Void) throws -> PyTorchFlaw? {
    var pickle = PickleBytes()
    body(&pickle)
    return try flaw(ZipBytes(pickle: pickle.bytes).bytes)
  }

  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("__builtin__", "exec"),
    ("subprocess", "Popen"), ("os.path", "join"), ("builtins", "__import__"),
  ])
  func callsOutOfTheFileAreRefused(module: String, name: String) throws {
    let marker = NSTemporaryDirectory() + "txray-pickle-ran-\(UUID().uuidString)"
    let outcome = try pickle { pickle in
      pickle.global(module, name)
      pickle.text("touch \(marker)")
      pickle.raw([0x85, UInt8(ascii: "R"), UInt8(ascii: ".")])
    }
    #expect(outcome == .forbiddenGlobal("\(module).\(name)"))
    #expect(!FileManager.default.fileExists(atPath: marker))
    let stacked = try pickle { pickle in
      pickle.text(module)
      pickle.text(name)
      pickle.raw([0x93, UInt8(ascii: ".")])
    }
    #expect(stacked == .forbiddenGlobal("\(module).\(name)"))
  }

  @Test func otherCallsAreRecordedAndNotMade() throws {
    let bytes = PickleBytes.dictionary(["w", "x"]) { pickle, name in
      if name == "w" { return pickle.tensor(count: 6, shape: [6], strides: [1]) }
      pickle.global("torch.hub", "load")
      pickle.text("evil/repository")
      pickle.raw([0x85, UInt8(ascii: "R")])
    }
    try withScratchFolder { folder in
      let archive = ZipBytes(pickle: bytes, storages: ["0": floatBytes([1, 2, 3, 4, 5, 6])]).bytes
      try Data(archive).write(to: URL(fileURLWithPath: folder + "/x"))
      let file = try PyTorchFile(path: folder + "/x")
      #expect(file.tensors.map(\.name) == ["w"])
      #expect(file.foreignNames == ["torch.hub.load"])
    }
  }

  @Test func instructionsMustFit() throws {
    #expect(try pickle { $0.raw([UInt8(ascii: "i")]) } == .unknownOpcode(UInt8(ascii: "i")))
    #expect(try pickle { $0.raw([UInt8(ascii: "P")]) } == .unknownOpcode(UInt8(ascii: "P")))
    #expect(try pickle { $0.raw([0x82, 1]) } == .unknownOpcode(0x82))
    #expect(try pickle { $0.raw([UInt8(ascii: "R")]) } == .missingOperand(opcode: UInt8(ascii: "R")))
    #expect(try pickle { $0.raw(Array("](s".utf8)) } == .missingOperand(opcode: UInt8(ascii: "s")))
    #expect(try pickle { $0.raw(Array("NNa".utf8)) } == .wrongOperand(opcode: UInt8(ascii: "a")))
    #expect(try pickle { $0.raw(Array("t".utf8)) } == .missingOperand(opcode: UInt8(ascii: "t")))
    #expect(try pickle { $0.raw(Array("}(Nu".utf8)) } == .wrongOperand(opcode: UInt8(ascii: "u")))
    #expect(try pickle { $0.raw(Array("NN.".utf8)) } == .wrongOperand(opcode: UInt8(ascii: ".")))
    #expect(try pickle { $0.raw([0x80, 9]) } == .wrongOperand(opcode: 0x80))
    #expect(try pickle { $0.raw([0x68, 7]) } == .unknownMemo(7))
    #expect(try pickle { $0.raw([0x6A, 255, 255, 255, 255]) } == .unknownMemo(0xFFFF_FFFF))
    #expect(try pickle { $0.raw([0x58, 255, 255, 255, 255]) } == .endOfPickle)
    #expect(try pickle { $0.raw([0x8D] + little(UInt64.max)) } == .endOfPickle)
    #expect(try pickle { $0.raw([0x58, 1, 0, 0, 0, 0xFF]) } == .badText)
    #expect(try pickle { $0.raw([0x8A, 200] + [UInt8](repeating: 1, count: 200)) } == .tooMuch(.values))
    #expect(try pickle { $0.raw(Array("}.".utf8)) } == .noTensors)
    #expect(try pickle { $0.raw([]) } == .endOfPickle)
  }

  @Test func nestingIsBoundedAndCostsNoStack() throws {
    let depth = 200_000
    let lists = try pickle {
      $0.raw([UInt8](repeating: UInt8(ascii: "]"), count: depth))
      $0.raw([UInt8](repeating: UInt8(ascii: "a"), count: depth - 1) + Array(".".utf8))
    }
    #expect(lists == .tooMuch(.nesting))
    let tuples = try pickle {
      $0.raw(Array("N".utf8) + [UInt8](repeating: 0x85, count: depth) + Array(".".utf8))
    }
    #expect(tuples == .tooMuch(.nesting))
    let rebuilt = try pickle { pickle in
      for _ in 0..<1000 { pickle.global("torch._utils", "_rebuild_parameter") }
      pickle.raw([UInt8(ascii: "N")])
      for _ in 0..<1000 { pickle.raw([0x85, UInt8(ascii: "R")]) }
      pickle.raw([UInt8(ascii: ".")])
    }
    #expect(rebuilt == .badTensor(name: ""))
    #expect(
      try pickle { $0.raw([UInt8](repeating: UInt8(ascii: "N"), count: 2_000_000)) } == .tooMuch(.stack))
    #expect(
      try pickle { $0.raw([UInt8](repeating: UInt8(ascii: "("), count: 2_000_000)) } == .tooMuch(.stack))
    // Tuples in tuples: a value each, and one on the stack.
    let values = [UInt8](repeating: 0x85, count: 1 << 22)
    #expect(try pickle { $0.raw([UInt8(ascii: "N")] + values) } == .tooMuch(.values))
  }

  @Test func loopsEnd() throws {
    // A list that holds itself.
    #expect(try pickle { $0.raw(Array("]".utf8) + [0x71, 0, 0x68, 0] + Array("a.".utf8)) } == .noTensors)
    // A dictionary that is its own value, beside a tensor.
    let looped = PickleBytes.dictionary(["state_dict"]) { pickle, _ in
      pickle.raw(Array("}".utf8) + [0x71, 0])
      pickle.text("w")
      pickle.tensor(count: 6, shape: [6], strides: [1])
      pickle.raw(Array("s".utf8))
      pickle.text("self")
      pickle.raw([0x68, 0, UInt8(ascii: "s")])
    }
    #expect(
      try flaw(ZipBytes(pickle: looped, storages: ["0": floatBytes([1, 2, 3, 4, 5, 6])]).bytes) == nil)
  }

  /// Thirty lists, each holding the one before ten times: 10^30 if it were written out.
  @Test func sharedContainersDontExplode() throws {
    let outcome = try pickle { pickle in
      pickle.raw(Array("]".utf8) + [0x71, 0, 0x30])
      for level in 1..<30 {
        pickle.raw(Array("](".utf8))
        for _ in 0..<10 { pickle.raw([0x68, UInt8(level - 1)]) }
        pickle.raw([UInt8(ascii: "e"), 0x71, UInt8(level), 0x30])
      }
      pickle.raw([0x68, 29, UInt8(ascii: ".")])
    }
    #expect(outcome == .tooMuch(.values))
  }

  // MARK: Zip archives

  @Test func directoryLiesAreFound() throws {
    var lying = good
    lying.claimedEntries = 5
    #expect(try flaw(lying.bytes) == .badDirectory)
    lying = good
    lying.entries[1].claimedOffset = 0
    #expect(try flaw(lying.bytes) == .contradictoryEntry(name: "x/data/0"))
    lying = good
    lying.entries[1].claimedOffset = 1 << 30
    #expect(try flaw(lying.bytes) == .entryOutside(name: "x/data/0"))
    lying = good
    lying.entries[1].directoryName = "x/data/1"
    #expect(try flaw(lying.bytes) == .contradictoryEntry(name: "x/data/1"))
    lying = good
    lying.entries[1].claimedCount = 1000
    #expect(try flaw(lying.bytes) == .contradictoryEntry(name: "x/data/0"))
    lying = good
    (lying.entries[1].claimedCount, lying.entries[1].claimedPacked) = (100_000, 100_000)
    #expect(try flaw(lying.bytes) == .entryOutside(name: "x/data/0"))
    lying = good
    let longer = UInt32(lying.entries[0].content.count + 10)
    (lying.entries[0].claimedCount, lying.entries[0].claimedPacked) = (longer, longer)
    #expect(try flaw(lying.bytes) == .entriesOverlap(name: "x/data.pkl", other: "x/data/0"))
    lying = good
    lying.entries[1].claimedCount = .max
    #expect(try flaw(lying.bytes) == .badDirectory)
    lying = good
    lying.entries[1].flags = 1
    #expect(try flaw(lying.bytes) == .encryptedEntry(name: "x/data/0"))
    lying = good
    lying.entries[1].method = 12
    #expect(try flaw(lying.bytes) == .unknownCompression(name: "x/data/0", method: 12))
    lying = good
    lying.entries.append(lying.entries[1])
    #expect(try flaw(lying.bytes) == .duplicateEntry(name: "x/data/0"))
    lying = good
    lying.entries.append(ZipBytes.Entry(name: "y/data.pkl", content: []))
    #expect(try flaw(lying.bytes) == .pickleCount(2))
    lying = good
    lying.entries.removeFirst()
    #expect(try flaw(lying.bytes) == .pickleCount(0))
  }

  @Test func foreignMachinesAndVersionsAreRefused() throws {
    var foreign = good
    foreign.entries.append(ZipBytes.Entry(name: "x/byteorder", content: Array("big".utf8)))
    #expect(try flaw(foreign.bytes) == .bigEndian)
    foreign = good
    foreign.entries.append(ZipBytes.Entry(name: "x/version", content: Array("11\n".utf8)))
    #expect(try flaw(foreign.bytes) == .unknownVersion("11"))
  }

  /// Zeros, deflated; `claimed` in the directory instead of the true count.
  private func bomb(_ count: Int, claimed: Int? = nil, spoil: Bool = false) -> ZipBytes.Entry {
    let zeros = [UInt8](repeating: 0, count: count)
    var packed = [UInt8](repeating: 0, count: count / 100 + 1000)
    var stream = z_stream()
    deflateInit2_(
      &stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    zeros.withUnsafeBufferPointer { input in
      packed.withUnsafeMutableBufferPointer { output in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        _ = CZlib.deflate(&stream, Z_FINISH)
      }
    }
    packed.removeLast(Int(stream.avail_out))
    if spoil { packed[packed.count / 2] ^= 0xFF }
    var entry = ZipBytes.Entry(name: "x/data.pkl", content: packed, method: 8)
    entry.claimedCount = UInt32(claimed ?? count)
    entry.checksum = UInt32(zeros.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
    return entry
  }

  @Test func bombsDontGoOff() throws {
    var archive = good
    // Honest, but 1,000 times its size.
    archive.entries[0] = bomb(100 << 20)
    guard case .inflationTooLarge("x/data.pkl", 104_857_600, _) = try flaw(archive.bytes) else {
      Issue.record("a bomb of 100 MB")
      return
    }
    // Claims less than it holds, more than it holds, or is damaged.
    for entry in [bomb(50_000, claimed: 10), bomb(50_000, claimed: 50_001), bomb(50_000, spoil: true)] {
      archive.entries[0] = entry
      #expect(try flaw(archive.bytes) == .corruptEntry(name: "x/data.pkl"))
    }
    // Claims four gigabytes.
    archive.entries[0] = bomb(50_000, claimed: 0xFFFF_FFFE)
    guard case .inflationTooLarge = try flaw(archive.bytes) else {
      Issue.record("a claim of 4 GB")
      return
    }
    // Decompresses well, and is no pickle.
    archive.entries[0] = bomb(50_000)
    #expect(try flaw(archive.bytes) == .unknownOpcode(0))
  }

  // MARK: Legacy streams

  @Test func legacyStreamsAreChecked() throws {
    let pickle = PickleBytes.dictionary(["w"]) { pickle, _ in
      pickle.tensor(count: 2, shape: [2], strides: [1])
    }
    let values = floatBytes([1, 2])
    func legacy(_ storages: [(key: String, count: Int, bytes: [UInt8])]) -> [UInt8] {
      legacyBytes(pickle: pickle, storages: storages)
    }
    #expect(try flaw(legacy([("0", 3, values)])) == .missingStorage(tensor: "0", key: "0"))
    #expect(try flaw(legacy([("0", .max, values)])) == .missingStorage(tensor: "0", key: "0"))
    #expect(try flaw(legacy([("0", -1, values)])) == .missingStorage(tensor: "0", key: "0"))
    #expect(
      try flaw(legacy([("0", 1, Array(values[..<4]))])) == .wrongStorageSize(key: "0", expected: 8, found: 4))
    #expect(try flaw(legacy([])) == .missingStorage(tensor: "w", key: "0"))
    #expect(try flaw(legacy([("1", 2, values)])) == .notPyTorch)
    #expect(try flaw(legacy([("0", 2, values + [0])])) == .notPyTorch)
    #expect(try flaw([0x80, 2, UInt8(ascii: "N"), UInt8(ascii: ".")]) == .notPyTorch)
  }

  // MARK: Damage

  @Test(arguments: ["odd_tensors.zip.pt", "odd_tensors.legacy.pt", "torch_deflated.zip.pt"])
  func truncationAtEveryByteIsFound(name: String) throws {
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: reference(name))))
    try withScratchFolder { folder in
      for count in 0..<whole.count {
        let path = folder + "/x"
        try Data(whole[..<count]).write(to: URL(fileURLWithPath: path))
        #expect(throws: TensorFileError.self, "cut to \(count) bytes") { try TensorArchive(path: path) }
      }
    }
  }

  /// Every change opens or is refused; the process survives reading what opened.
  @Test(arguments: [
    "odd_tensors.zip.pt", "odd_tensors.legacy.pt", "torch_deflated.zip.pt", "torch_module.zip.pt",
  ])
  func flippedBytesDoNoHarm(name: String) throws {
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: reference(name))))
    let seed = UInt64.random(in: 0 ... .max)
    var state = seed
    try withScratchFolder { folder in
      let path = folder + "/x"
      var refused = 0
      for _ in 0..<500 {
        var bytes = whole
        for _ in 0..<3 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          bytes[Int(state >> 33) % whole.count] = UInt8(truncatingIfNeeded: state >> 24)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        do {
          let file = try TensorArchive(path: path)
          for tensor in file.tensors { _ = try file.withUnsafeBytes(of: tensor.name) { $0.reduce(0, ^) } }
        } catch is TensorFileError {
          refused += 1
        }
      }
      #expect(refused > 50, "seed \(seed)")
    }
  }
}
