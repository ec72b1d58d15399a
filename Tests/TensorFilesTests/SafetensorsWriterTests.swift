import Foundation
import ScratchFiles
import TensorFiles
import Testing

@Suite struct SafetensorsWriterTests {
  @Test func roundTrips() throws {
    try withScratchFolder { folder in
      let path = folder + "/x.safetensors"
      let floats: [Float] = [1, -0.1, .infinity, 65504, 1e-8, 3.14159]
      var writer = SafetensorsWriter(metadata: ["plain": "text", "odd \"\\\n\u{1}é😀": "\t/"])
      writer.add("bytes", values: [1, 2, 255] as [UInt8])
      writer.add("half", shape: [2, 3], floats: floats, as: .float16)
      writer.add("brain", shape: [6], floats: floats, as: .bfloat16)
      writer.add("single", shape: [3, 2], floats: floats)
      writer.add("double", values: [1.5, -.pi] as [Double])
      writer.add("long", values: [Int64.min, .max])
      writer.add("scalar", shape: [], values: [7] as [Int32])
      writer.add("empty", shape: [0, 3], values: [] as [UInt16])
      writer.add("flags", shape: [2], elementType: .bool, bytes: [1, 0])
      try writer.write(to: path)

      let file = try SafetensorsFile(path: path)
      #expect(file.metadata == writer.metadata)
      #expect(file.tensors.count == 9)
      #expect(try file.integers("bytes", as: Int.self) == [1, 2, 255])
      #expect(try file.floats("half") == floats.map { Float(Float16($0)) })
      #expect(try file.floats("brain") == floats.map { Float(bfloat16Bits: $0.bfloat16Bits) })
      #expect(try file.floats("single") == floats)
      #expect(try file.doubles("double") == [1.5, -.pi])
      #expect(try Array(file.column("long", of: Int64.self)) == [.min, .max])
      #expect(file.tensor(named: "scalar")?.shape == [])
      #expect(try file.integers("scalar", as: Int.self) == [7])
      #expect(file.tensor(named: "empty")?.shape == [0, 3])
      #expect(file.tensor(named: "flags")?.elementType == .bool)
      for tensor in file.tensors {
        #expect(tensor.byteRange.lowerBound % tensor.elementType.byteCount == 0, "\(tensor.name) is aligned")
      }
    }
  }

  @Test func roundsToNearestEven() {
    // Exactly between two bfloat16 numbers: to the even one.
    #expect(Float(bitPattern: 0x3F80_8000).bfloat16Bits == 0x3F80)
    #expect(Float(bitPattern: 0x3F81_8000).bfloat16Bits == 0x3F82)
    #expect(Float(bitPattern: 0x3F80_8001).bfloat16Bits == 0x3F81)
    #expect(Float.greatestFiniteMagnitude.bfloat16Bits == 0x7F80)
    #expect(Float(bfloat16Bits: Float.nan.bfloat16Bits).isNaN)
    #expect(Float(bfloat16Bits: Float(bitPattern: 0x7F80_0001).bfloat16Bits).isNaN)
    #expect(Float(2049).float16Bits == Float(2048).float16Bits)
    #expect(Float(2051).float16Bits == Float(2052).float16Bits)
    for bits in UInt16.min ... .max where !Float(float16Bits: bits).isNaN {
      #expect(Float(float16Bits: bits).float16Bits == bits)
    }
  }

  @Test func sameContentGivesSameBytes() throws {
    try withScratchFolder { folder in
      for (name, order) in [("a", ["x", "y", "z"]), ("b", ["z", "x", "y"])] {
        var writer = SafetensorsWriter(metadata: ["p": "1", "q": "2", "r": "3"])
        for tensor in order { writer.add(tensor, values: Array(tensor.utf8)) }
        try writer.write(to: folder + "/" + name)
      }
      #expect(FileManager.default.contentsEqual(atPath: folder + "/a", andPath: folder + "/b"))
    }
  }

  @Test func largeTensorsStreamInPieces() throws {
    try withScratchFolder { folder in
      let values = (0..<200_003).map { Float($0) * 0.37 }
      var writer = SafetensorsWriter()
      writer.add("half", shape: [values.count], floats: values, as: .float16)
      writer.add("single", shape: [values.count], floats: values)
      try writer.write(to: folder + "/x")
      let file = try SafetensorsFile(path: folder + "/x")
      #expect(try file.floats("single") == values)
      #expect(try file.floats("half") == values.map { Float(Float16($0)) })
    }
  }
}
