import Foundation
import Testing

/// A user's own text through the models of a real run.
@Suite struct ExplorerTextTests {
  /// The screen, and the neurons that `txray activations` finds strongest.
  private func screen(
    _ arguments: [String], script: String, in folder: TemporaryFolder, input: String = ""
  ) throws -> CommandRun {
    try folder.write("script", script)
    return try CommandRun(
      list: ["explore"] + arguments + ["--script", folder.file("script")], input: input,
      environment: ["XDG_STATE_HOME": folder.file("state"), "XDG_CONFIG_HOME": folder.file("config")])
  }

  @Test func showsWhatTheCommandPrints() throws {
    let run = try SmallRun.make()
    let folder = try TemporaryFolder()
    let text = "the film is great in spain"
    let shown = try screen(
      [run.path], script: ":text \(text)\n:save-display /dev/stdout\n", in: folder)
    #expect(shown.status == 0, "\(shown.errors)")
    let words = shown.output.split(separator: "\n").dropFirst(3).prefix(6).map {
      $0.split(separator: "│")[0].split(separator: " ").map(String.init)
    }
    #expect(words.map { $0[0] } == ["the", "film", "is", "great", "in", "spain"])
    for (place, checkpoint) in ["pretrain", "pretrain", "finetune"].enumerated() {
      let printed = try CommandRun(
        "activations", "--checkpoint", run.file("checkpoints/\(checkpoint).safetensors"), "--vocabulary",
        run.file("checkpoints/vocabulary.txt"), "--text", "-", "--format", "tsv", input: text + "\n")
      let strongest = printed.output.split(separator: "\n").dropFirst().map { line in
        String(line.split(separator: "\t")[4])
      }
      // Each line ends with a neuron and its activation for every stage.
      let found = words.map { $0[$0.count - 2 * (3 - place)] }
      #expect(found == strongest, "\(checkpoint)\n\(shown.output)")
    }
  }

  @Test func textsComeFromFilesAndPipes() throws {
    let run = try SmallRun.make()
    let folder = try TemporaryFolder()
    try folder.write("text", "the king is old .\nthe city lies in france .\n")
    let fromFile = try screen(
      [run.path, "--text", folder.file("text")], script: ":save-display /dev/stdout\n", in: folder)
    #expect(fromFile.output.contains("11 words"), "\(fromFile.output)\(fromFile.errors)")
    let piped = try screen(
      [run.path, "--text", "-"], script: ":save-display /dev/stdout\n", in: folder, input: "the dull film")
    #expect(piped.output.contains("3 words"), "\(piped.errors)")
    let empty = try CommandRun("explore", run.path, "--text", "-", input: " \n")
    #expect(empty.status == 65 && empty.saysOneLine)
    let missing = try CommandRun("explore", run.path, "--text", folder.file("none"))
    #expect(missing.status == 66 && missing.saysOneLine)
    try folder.write("bytes", Data([0xFF, 0xFE, 0x00]))
    let bytes = try CommandRun("explore", run.path, "--text", folder.file("bytes"))
    #expect(bytes.status == 65 && bytes.saysOneLine)
  }

  @Test func snapshotsWithoutTheirModelsSaySo() throws {
    let run = try SmallRun.make()
    let folder = try TemporaryFolder()
    try folder.write(
      "alone.safetensors", Data(contentsOf: URL(fileURLWithPath: run.file("snapshots/pretrain.safetensors"))))
    let alone = try screen([folder.file("alone.safetensors")], script: ":text the film\n", in: folder)
    #expect(alone.status == 65)
    #expect(alone.errors.contains("has no model here to read text") && alone.saysOneLine)
    // Another model under the same name is not the one that the snapshot was taken from.
    try run.write(
      "checkpoints/finetune.safetensors",
      Data(contentsOf: URL(fileURLWithPath: run.file("checkpoints/pretrain.safetensors"))))
    let other = try screen(
      [run.path], script: ":text the film\n:save-display /dev/stdout\n", in: folder)
    #expect(other.status == 0)
    #expect(other.output.contains("2 words; finetune was taken from another model"), "\(other.output)")
  }
}
