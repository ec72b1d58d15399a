import Foundation
import Prerequisites
import ScratchFiles
import TensorFiles
import Testing

@Suite struct SafetensorsFileTests {
  @Test func readsWhatPyTorchWrote() throws {
    let file = try SafetensorsFile(path: reference("lstm1.safetensors"))
    #expect(file.metadata == ["format": "pt"])
    #expect(file.tensors.count == 7)
    #expect(file.tensor(named: "lstm.weight_ih_l0")?.shape == [64, 16])
    let encoder = try file.floats("encoder.weight")
    #expect(encoder.count == 960)
    #expect(encoder.first == -0.005351303145289421)
    #expect(encoder.last == -0.08982504159212112)
    #expect(abs(encoder.reduce(0) { $0 + Double($1) } - 9.487998295109719) < 1e-9)
  }

  @Test func theOtherPrecisionsAreRoundingsOfTheSameModel() throws {
    let single = try SafetensorsFile(path: reference("lstm1.safetensors"))
    let half = try SafetensorsFile(path: reference("lstm1_f16.safetensors"))
    let brain = try SafetensorsFile(path: reference("lstm1_bf16.safetensors"))
    let double = try SafetensorsFile(path: reference("lstm1_f64.safetensors"))
    for tensor in single.tensors {
      let values = try single.floats(tensor.name)
      #expect(try half.floats(tensor.name) == values.map { Float(Float16($0)) })
      #expect(try brain.floats(tensor.name) == values.map { Float(bfloat16Bits: $0.bfloat16Bits) })
      #expect(try double.floats(tensor.name) == values)
      #expect(try double.doubles(tensor.name) == values.map(Double.init))
      #expect(try half.doubles(tensor.name) == values.map { Double(Float16($0)) })
    }
  }

  @Test func readsOddTensors() throws {
    let file = try SafetensorsFile(path: reference("odd_tensors.safetensors"))
    let listed = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: reference("odd_tensors.json"))))
        as? [String: [String: Any]])
    #expect(file.tensors.count == listed.count)
    for (name, description) in listed {
      let info = try #require(file.tensor(named: name))
      #expect(info.shape == description["shape"] as? [Int])
      let values = try #require(description["values"] as? [String])
      if info.elementType == .float32 {
        let floats = try file.floats(name)
        for (value, text) in zip(floats, values) {
          let expected = try #require(Float(text))
          #expect(value.isNaN && expected.isNaN || value.bitPattern == expected.bitPattern)
        }
      } else {
        let expected = values.map { $0 == "True" ? 1 : $0 == "False" ? 0 : Int($0) }
        #expect(try file.integers(name, as: Int.self) == expected)
      }
    }
  }

  @Test func columnsCopyNothingAndOutliveTheFile() throws {
    var file: SafetensorsFile? = try SafetensorsFile(path: reference("odd_tensors.safetensors"))
    let column = try #require(try file?.column("ints", of: Int64.self))
    let bools = try #require(try file?.column("bools", of: UInt8.self))
    file = nil
    #expect(Array(column) == [-3, 0, 1_099_511_627_776])
    #expect(Array(bools) == [1, 0, 1])
    #expect(column.withUnsafeValues { Array($0) } == Array(column))
    #expect(bools.withUnsafeValues { Array($0) } == Array(bools))
  }

  @Test func typesAndShapesAreChecked() throws {
    let path = try reference("odd_tensors.safetensors")
    let file = try SafetensorsFile(path: path)
    #expect(throws: TensorFileError.missingTensor(path: path, tensor: "nothing")) {
      try file.floats("nothing")
    }
    #expect(
      throws: TensorFileError.wrongElementType(
        path: path, tensor: "ints", expected: [.float16, .bfloat16, .float32, .float64], found: .int64)
    ) { try file.floats("ints") }
    #expect(
      throws: TensorFileError.wrongElementType(path: path, tensor: "ints", expected: [.uint32], found: .int64)
    ) { try file.column("ints", of: UInt32.self) }
    #expect(throws: TensorFileError.valueOutOfRange(path: path, tensor: "ints", index: 0)) {
      try file.integers("ints", as: UInt64.self)
    }
    #expect(throws: TensorFileError.valueOutOfRange(path: path, tensor: "ints", index: 2)) {
      try file.integers("ints", as: Int32.self)
    }
    #expect(
      throws: TensorFileError.wrongShape(path: path, tensor: "rows", expected: [-1, 7], found: [2, 6])
    ) { try file.requiredTensor(named: "rows", shape: [nil, 7]) }
    #expect(try file.requiredTensor(named: "rows", shape: [nil, 6]).count == 12)
  }

  @Test func whatIsNotAFileIsRefused() throws {
    try withScratchFolder { folder in
      #expect(throws: TensorFileError.file(.notFound(path: folder + "/none"))) {
        try SafetensorsFile(path: folder + "/none")
      }
      #expect(throws: TensorFileError.file(.isFolder(path: folder))) { try SafetensorsFile(path: folder) }
      #expect(throws: TensorFileError.file(.notARegularFile(path: "/dev/zero"))) {
        try SafetensorsFile(path: "/dev/zero")
      }
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      #expect(throws: TensorFileError.file(.notARegularFile(path: pipe))) { try SafetensorsFile(path: pipe) }
    }
  }

  @Test func openingTwoGigabytesTouchesNoData() throws {
    try withScratchFolder { folder in
      let path = folder + "/large.safetensors"
      let size = 2 << 30
      let header = safetensors(
        #"{"x":{"dtype":"U8","shape":[\#(size)],"data_offsets":[0,\#(size)]}}"#, dataCount: 0)
      try Data(header).write(to: URL(fileURLWithPath: path))
      #expect(truncate(path, header.count + size) == 0)
      var count = 0
      let time = try processorTime { count = try SafetensorsFile(path: path).tensors[0].count }
      #expect(count == size)
      #expect(time < .milliseconds(50))
    }
  }
}
