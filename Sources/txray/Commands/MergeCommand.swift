import ArgumentParser
import NeuronPreferences

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put the snapshots of the parts of one collection together.",
    discussion: """
      Parts are given in any order; the result has the bits of one collection of everything. Parts that are \
      damaged, belong to another collection or were given twice are all named, and nothing is written. Memory \
      grows with the number of parts and of neurons, not with the parts' size.
      """)

  @Argument(help: "Snapshots made with --shard.", completion: .file()) var parts: [String]
  @Option(help: "The snapshot to write.", completion: .file()) var output: String
  @Flag(help: "Refuse to write a snapshot that lacks a part of the text, or a site.") var complete = false

  func run() throws {
    let merge = try SnapshotMerge(paths: parts, complete: complete)
    try merge.write(to: output)
    MessageStream.say("\(merge.stage)  \(grouped(merge.tokensScanned)) tokens  \(output)")
  }
}
