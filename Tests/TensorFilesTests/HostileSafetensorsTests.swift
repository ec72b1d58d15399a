import Foundation
import ScratchFiles
import TensorFiles
import Testing

/// Crafted files: each must give its own error, and none may crash or take memory that it doesn't hold.
@Suite struct HostileSafetensorsTests {
  /// The error without the scratch path in it.
  private func error(_ header: String, dataCount: Int = 0) throws -> String {
    guard let error = try errorOfOpening(safetensors(header, dataCount: dataCount)) else { return "none" }
    return switch error {
    case .truncated(_, let expected, let found):
      "truncated \(expected - header.utf8.count - 8) \(found - header.utf8.count - 8)"
    case .trailingBytes(_, let expected, let found):
      "trailing \(expected - header.utf8.count - 8) \(found - header.utf8.count - 8)"
    case .badHeader(_, let offset, let flaw): "\(flaw) at \(offset - 8)"
    case .unknownElementType(_, let tensor, let found): "\(tensor) is \(found)"
    case .overlap(_, let tensor, let expected, let found): "\(tensor) overlaps by \(expected - found)"
    case .hole(_, let tensor, let expected, let found): "hole of \(found - expected) before \(tensor)"
    case .outOfRange(_, let tensor, let start, let end): "\(tensor) runs from \(start) to \(end)"
    case .wrongByteCount(_, let tensor, let expected, let found):
      "\(tensor) needs \(expected.map(String.init) ?? "too much") has \(found)"
    default: "\(error)"
    }
  }

  private func tensor(_ name: String, _ type: String, _ shape: String, _ start: Int, _ end: Int) -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":[\#(shape)],"data_offsets":[\#(start),\#(end)]}"#
  }

  @Test func goodOnesOpen() throws {
    #expect(try error("{}") == "none")
    #expect(try error("{}      ") == "none")
    #expect(try error("{\(tensor("a", "F32", "", 0, 4))}", dataCount: 4) == "none")
    #expect(try error(#"{"__metadata__":{"a\"\u00e9\ud83d\ude00":"\n"}}"#) == "none")
    #expect(
      try error(
        #"{"a":{"other":[{"x":[1.5e3,-2,true,null,"y"]}],"shape":[0],"data_offsets":[0,0],"dtype":"I8"}}"#)
        == "none")
  }

  @Test func layoutIsChecked() throws {
    #expect(try error("{\(tensor("a", "F32", "2", 0, 8))}", dataCount: 7) == "truncated 8 7")
    #expect(try error("{\(tensor("a", "F32", "2", 0, 8))}", dataCount: 9) == "trailing 8 9")
    #expect(
      try error("{\(tensor("a", "F32", "2", 0, 8)),\(tensor("b", "U8", "4", 6, 10))}", dataCount: 10)
        == "b overlaps by 2")
    #expect(
      try error("{\(tensor("a", "F32", "2", 0, 8)),\(tensor("b", "U8", "4", 9, 13))}", dataCount: 13)
        == "hole of 1 before b")
    #expect(try error("{\(tensor("a", "U8", "4", 4, 8))}", dataCount: 8) == "hole of 4 before a")
    #expect(try error("{\(tensor("a", "F32", "3", 0, 8))}", dataCount: 8) == "a needs 12 has 8")
    #expect(try error("{\(tensor("a", "U8", "", 8, 4))}", dataCount: 8) == "a runs from 8 to 4")
    #expect(
      try error("{\(tensor("a", "U8", "9223372036854775807", 0, .max))}", dataCount: 8)
        == "a runs from 0 to 9223372036854775807")
    #expect(
      try error("{\(tensor("a", "F64", "4294967296,4294967296", 0, 8))}", dataCount: 8)
        == "a needs too much has 8")
    #expect(try error("{\(tensor("a", "Q4", "4", 0, 4))}", dataCount: 4) == "a is Q4")
  }

  @Test(arguments: [
    ("", "endOfText at 0"),
    ("[]", #"expected("{") at 0"#),
    ("{", "endOfText at 1"),
    ("{} x", "textAfterEnd at 3"),
    (#"{"a":1}"#, #"expected("{") at 5"#),
    (#"{"a":{}}"#, #"missingKey("dtype") at 7"#),
    (#"{"a":{"dtype":"U8","shape":[]}}"#, #"missingKey("data_offsets") at 30"#),
    (#"{"a":{"dtype":"U8","shape":[],"data_offsets":[0]}}"#, #"missingKey("data_offsets") at 49"#),
    (#"{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1,2]}}"#, "tooManyElements(limit: 2) at 50"),
    (#"{"a":{"dtype":"U8","dtype":"U8"}}"#, #"duplicateKey("dtype") at 27"#),
    (#"{"a":{"dtype":"U8","shape":[-1]}}"#, "badInteger at 28"),
    (#"{"a":{"dtype":"U8","shape":[1.0]}}"#, "badInteger at 29"),
    (#"{"a":{"dtype":"U8","shape":[9223372036854775808]}}"#, "badInteger at 46"),
    (#"{"__metadata__":{"a":1}}"#, #"expected("\"") at 21"#),
    (#"{"__metadata__":{"a":"1","a":"2"}}"#, #"duplicateKey("a") at 32"#),
    (#"{"__metadata__":{},"__metadata__":{}}"#, #"duplicateKey("__metadata__") at 34"#),
    ("{\"a\u{1}\":{}}", "badString at 3"),
    (#"{"\ud800":{}}"#, "badString at 8"),
    (#"{"\ud800\u0041":{}}"#, "badString at 8"),
    (#"{"\x":{}}"#, "badString at 3"),
    (#"{"a":{"x":nonsense}}"#, #"expected("value") at 10"#),
  ])
  func headerIsChecked(header: String, expected: String) throws {
    #expect(try error(header) == expected)
  }

  @Test func namesOccurOnce() throws {
    let twice = "{\(tensor("a", "U8", "0", 0, 0)),\(tensor("a", "U8", "0", 0, 0))}"
    #expect(try error(twice).hasPrefix(#"duplicateKey("a")"#))
  }

  @Test func nestingAndDimensionsAreBounded() throws {
    let deep = #"{"a":{"x":"# + String(repeating: "[", count: 100_000)
    #expect(try error(deep).hasPrefix("tooDeep"))
    let wide = "{\(tensor("a", "U8", Array(repeating: "1", count: 65).joined(separator: ","), 0, 1))}"
    #expect(try error(wide, dataCount: 1).hasPrefix("tooManyElements(limit: 64)"))
  }

  @Test func namesMustBeUTF8() throws {
    var bytes = safetensors(#"{"a":{}}"#, dataCount: 0)
    bytes[10] = 0xFF
    #expect(try errorOfOpening(bytes).map { "\($0)" }?.contains("badString") == true)
  }

  @Test func headerLengthIsBounded() throws {
    let lengths: [UInt64] = [100_000_001, UInt64(Int.max), .max, .max - 7]
    for length in lengths {
      let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
      guard case .headerTooLarge(_, length, 100_000_000) = try errorOfOpening(bytes) else {
        Issue.record("\(length)")
        continue
      }
    }
    let beyond = withUnsafeBytes(of: UInt64(100_000_000).littleEndian) { Array($0) } + Array("{}".utf8)
    guard case .truncated(_, 100_000_008, 10) = try errorOfOpening(beyond) else {
      Issue.record("a header that is longer than the file")
      return
    }
  }

  @Test func truncationAtEveryByteIsFound() throws {
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: reference("odd_tensors.safetensors"))))
    for count in 0..<whole.count {
      guard case .truncated(_, let expected, count) = try errorOfOpening(Array(whole[..<count])) else {
        Issue.record("cut to \(count) bytes")
        return
      }
      #expect(expected > count)
    }
  }

  /// Every single-byte change opens or is refused; the process survives reading what opened.
  @Test func flippedBytesDoNoHarm() throws {
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: reference("odd_tensors.safetensors"))))
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0 ... .max, using: &generator)
    var state = seed
    try withScratchFolder { folder in
      let path = folder + "/x"
      var refused = 0
      for _ in 0..<2000 {
        var bytes = whole
        for _ in 0..<3 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          bytes[Int(state >> 33) % 760] = UInt8(truncatingIfNeeded: state >> 24)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        do {
          let file = try SafetensorsFile(path: path)
          for tensor in file.tensors { _ = try file.withUnsafeBytes(of: tensor.name) { $0.reduce(0, ^) } }
        } catch is TensorFileError {
          refused += 1
        }
      }
      #expect(refused > 1000, "seed \(seed)")
    }
  }
}
