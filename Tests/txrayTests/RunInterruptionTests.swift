import Foundation
import Testing

/// `txray run` killed or interrupted goes on to the files of an undisturbed run.
@Suite struct RunInterruptionTests {
  static let made = [
    "checkpoints/vocabulary.txt", "checkpoints/pretrain-epoch-1.safetensors",
    "checkpoints/pretrain.safetensors", "checkpoints/finetune.safetensors",
    "snapshots/pretrain.safetensors", "snapshots/zero-shot.safetensors", "snapshots/finetune.safetensors",
  ]

  /// Starts a run and sends it a signal as soon as standard error says that an epoch is saved.
  private func interrupt(_ folder: TemporaryFolder, after words: String, with signal: Int32) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandRun.executable)
    process.arguments = ["run", folder.path]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    var text = ""
    while !text.contains(words) {
      let data = errors.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    kill(process.processIdentifier, signal)
    _ = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(text.contains(words), "\(text)")
    return process.terminationStatus
  }

  @Test(arguments: [(SIGKILL, SIGKILL), (SIGINT, 130), (SIGTERM, 130)] as [(Int32, Int32)])
  func goesOnToTheSameBits(signal: Int32, status: Int32) throws {
    let resumed = try TemporaryFolder()
    let undisturbed = try TemporaryFolder()
    for folder in [resumed, undisturbed] {
      try SmallRun.describe(in: folder)
      try folder.write(
        "run.toml", SmallRun.settings.replacingOccurrences(of: "epochs = 2", with: "epochs = 60"))
    }
    #expect(try interrupt(resumed, after: "pretrain  epoch 2 ", with: signal) == status)
    #expect(!resumed.files.contains { $0.hasSuffix(".tmp") }, "\(resumed.files)")
    #expect(!resumed.files.contains("checkpoints/pretrain.safetensors"), "stopped before the end")
    for folder in [resumed, undisturbed] {
      let run = try CommandRun("run", folder.path)
      #expect(run.status == 0, "\(run.errors)")
      if folder === resumed { #expect(run.errors.contains("going on after epoch")) }
    }
    for file in Self.made {
      let (a, b) = (URL(fileURLWithPath: resumed.file(file)), URL(fileURLWithPath: undisturbed.file(file)))
      #expect(try Data(contentsOf: a) == Data(contentsOf: b), "\(file)")
    }
  }
}
