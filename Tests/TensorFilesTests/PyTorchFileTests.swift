import Foundation
import ScratchFiles
import TensorFiles
import Testing

@Suite struct PyTorchFileTests {
  /// What `make_pytorch_files.py` says of a file: name, type, shape and checksum of each tensor.
  private func listing(_ file: String) throws -> [[Any]] {
    let json = try Data(contentsOf: URL(fileURLWithPath: reference("torch_files.json")))
    let all = try #require(try JSONSerialization.jsonObject(with: json) as? [String: [[Any]]])
    return try #require(all[file])
  }

  /// CRC-32 as zlib computes it, bit by bit.
  private func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
  }

  @Test(arguments: [
    "types.zip", "views.zip", "views.legacy", "deflated.zip", "zip64.zip", "module.zip", "parallel.zip",
    "training.zip", "list.zip", "compiled.zip", "mixed.zip",
  ])
  func everyTensorHasPyTorchsBytes(name: String) throws {
    let file = "torch_\(name).pt"
    let expected = try listing(file)
    let archive = try TensorArchive(path: reference(file))
    try #require(archive.tensors.map(\.name) == expected.compactMap { $0[0] as? String })
    for (tensor, line) in zip(archive.tensors, expected) {
      #expect(tensor.elementType.rawValue == line[1] as? String, "\(tensor.name)")
      #expect(tensor.shape == line[2] as? [Int], "\(tensor.name)")
      let sum = try archive.withUnsafeBytes(of: tensor.name) { $0.isEmpty ? 0 : checksum($0) }
      #expect(Int(sum) == line[3] as? Int, "\(tensor.name)")
    }
  }

  @Test(arguments: ["odd_tensors.zip.pt", "odd_tensors.legacy.pt"])
  func oddTensorsAreThoseOfTheSafetensorsFile(name: String) throws {
    let ours = try TensorArchive(path: reference(name))
    let theirs = try TensorArchive(path: reference("odd_tensors.safetensors"))
    #expect(Set(ours.tensors.map(\.name)) == Set(theirs.tensors.map(\.name)))
    for tensor in theirs.tensors {
      let own = try #require(ours.tensor(named: tensor.name))
      #expect(own.shape == tensor.shape && own.elementType == tensor.elementType)
      let bytes = try theirs.withUnsafeBytes(of: tensor.name) { Array($0) }
      #expect(try ours.withUnsafeBytes(of: tensor.name) { Array($0) } == bytes, "\(tensor.name)")
    }
    let transposed = try #require(ours.tensor(named: "transposed")?.window)
    #expect(transposed.strides == [1, 6] && !transposed.isContiguous)
    #expect(ours.tensor(named: "rows")?.window?.offset == 6)
    #expect(ours.tensor(named: "rows")?.window?.storage == ours.tensor(named: "whole")?.window?.storage)
  }

  @Test func tiedWeightsShareAStorage() throws {
    let file = try TensorArchive(path: reference("lstm1_tied.zip.pt"))
    #expect(file.format == .pyTorchZip)
    #expect(file.tensor(named: "encoder.weight")?.window == file.tensor(named: "decoder.weight")?.window)
  }

  @Test func halvesAreWidened() throws {
    let ours = try TensorArchive(path: reference("lstm1_bf16.zip.pt"))
    let theirs = try TensorArchive(path: reference("lstm1_bf16.safetensors"))
    for tensor in theirs.tensors {
      #expect(try ours.floats(tensor.name) == theirs.floats(tensor.name))
    }
  }

  @Test func wholeModulesOpenWithoutTheirCode() throws {
    let file = try PyTorchFile(path: reference("whole_module.legacy.pt"))
    #expect(file.layout == .legacy)
    #expect(
      file.tensors.map(\.name) == [
        "encoder.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0",
        "decoder.weight", "decoder.bias",
      ])
    #expect(file.foreignNames.contains("layers.LSTMLM"))
    #expect(file.remarks["class"] == "layers.LSTMLM")
    #expect(file.remarks["lstm.mode"] == "LSTM")
  }

  @Test func wrappersAreOpened() throws {
    let file = try PyTorchFile(path: reference("wrapped.zip.pt"))
    #expect(file.wrapper == ["state_dict"])
    #expect(file.tensor(named: "decoder.bias")?.shape == [60])
    #expect(file.remarks["epoch"] == "3" && file.remarks["args.tup.1"] == "2.5")
    #expect(file.foreignNames.isEmpty)
  }

  @Test func optimisersStandBeside() throws {
    let file = try PyTorchFile(path: reference("torch_training.zip.pt"))
    #expect(file.wrapper == ["model"])
    #expect(file.besides.map(\.name).contains("optimizer.state.1.exp_avg"))
    #expect(file.besides.map(\.name).contains("loss"))
    let list = try PyTorchFile(path: reference("torch_list.zip.pt"))
    #expect(list.wrapper == ["0"])
    #expect(list.besides.contains { $0.name.hasSuffix(".exp_avg_sq") && $0.name.hasPrefix("2.state.") })
  }

  @Test func kindsThatAreNotReadAreNamed() throws {
    let file = try PyTorchFile(path: reference("torch_mixed.zip.pt"))
    #expect(file.unread == ["sparse": "torch._utils._rebuild_sparse_tensor"])
  }

  @Test func contentDecidesNotTheName() throws {
    try withScratchFolder { folder in
      for (name, format) in [
        ("odd_tensors.zip.pt", TensorArchive.Format.pyTorchZip), ("odd_tensors.legacy.pt", .pyTorchLegacy),
        ("odd_tensors.safetensors", .safetensors),
      ] {
        let path = folder + "/" + format.rawValue + ".txt"
        try FileManager.default.copyItem(atPath: reference(name), toPath: path)
        #expect(try TensorArchive(path: path).format == format)
      }
    }
  }

  @Test func valuesAreAskedForByTypeAndName() throws {
    let path = try reference("odd_tensors.zip.pt")
    let file = try TensorArchive(path: path)
    #expect(try file.floats("special").map(\.bitPattern).suffix(2) == [0x8000_0000, 1])
    #expect(throws: TensorFileError.missingTensor(path: path, tensor: "nothing")) {
      try file.floats("nothing")
    }
    #expect(throws: TensorFileError.self) { try file.floats("ints") }
  }
}
