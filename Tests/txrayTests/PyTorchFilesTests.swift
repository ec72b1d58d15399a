import Foundation
import Testing

/// PyTorch files through the real executable.
@Suite struct PyTorchFilesTests {
  /// A legacy file around a pickle: magic number, protocol, an empty description of the machine.
  private func legacy(_ pickle: [UInt8], keys: [UInt8] = Array("].".utf8), storages: [UInt8] = []) -> Data {
    let magic: [UInt8] = [
      0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]
    let version: [UInt8] = [0x80, 2, 0x4D, 0xE9, 3, 0x2E]
    let machine: [UInt8] = [0x80, 2, 0x7D, 0x2E]
    return Data(magic + version + machine + [0x80, 2] + pickle + [0x80, 2] + keys + storages)
  }

  /// The bytes of `{"w": tensor}` with two floats 1 and 2.
  private var twoFloats: Data {
    let call = "}U\u{1}wctorch._utils\n_rebuild_tensor_v2\n((U\u{7}storagectorch\nFloatStorage\n"
    let rest = "U\u{1}0U\u{3}cpuK\u{2}tQK\u{0}K\u{2}\u{85}K\u{1}\u{85}\u{89})tRs."
    let bytes = (call + rest).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    return legacy(
      bytes, keys: Array("]U\u{1}0a.".utf8), storages: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64])
  }

  @Test func inspectListsTensors() throws {
    let folder = try TemporaryFolder()
    try folder.write("model.bin", twoFloats)
    let run = try CommandRun("inspect", folder.file("model.bin"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("PyTorch legacy pickle"))
    let row = run.output.split(separator: "\n").last?.split(separator: " ").map(String.init)
    #expect(row == ["w", "F32", "[2]", "8"], "\(run.output)")
  }

  @Test func aModelThatCannotBeInferredListsItsTensors() throws {
    let folder = try TemporaryFolder()
    try folder.write("model.bin", twoFloats)
    let run = try CommandRun("activations", "--checkpoint", folder.file("model.bin"), "--ids", "/dev/null")
    #expect(run.status == 65 && run.saysOneLine)
    #expect(run.errors.contains("recurrent weights") && run.errors.contains("w [2]"), "\(run.errors)")
  }

  @Test func aHostilePickleIsNotRun() throws {
    let folder = try TemporaryFolder()
    let command = "touch \(folder.file("ran"))"
    let pickle = Array("cposix\nsystem\nU".utf8) + [UInt8(command.utf8.count)] + Array(command.utf8)
    try folder.write("model.pt", legacy(pickle + [0x85, 0x52, 0x2E]))
    let run = try CommandRun("inspect", folder.file("model.pt"))
    #expect(run.status == 65 && run.saysOneLine)
    #expect(run.errors.contains("posix.system") && run.errors.contains("nothing was run"), "\(run.errors)")
    #expect(folder.files == ["model.pt"])
  }

  @Test func truncatedFilesAreNamed() throws {
    let folder = try TemporaryFolder()
    let whole = twoFloats
    for length in [1, 10, 20, 60, whole.count - 1] {
      try folder.write("cut.pt", whole.prefix(length))
      let run = try CommandRun("inspect", folder.file("cut.pt"))
      #expect(run.status == 65 && run.saysOneLine && run.errors.contains("cut.pt"), "\(run.errors)")
    }
  }
}
