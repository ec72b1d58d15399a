import ArgumentParser
import Corpora
import Experiments
import Kernels
import NeuronPreferences
import Recordings
import Tagging

/// `txray collect --recording FILE...`: the same command fed from recordings, which bring checkpoint, vocabulary and
/// text with them.
struct CollectRecordingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect-recording",
    abstract: "Write what every neuron of a recorded model prefers to a snapshot.",
    usage: """
      txray collect --recording <file> ... --stage <name> --output <file> ...
        [<options>]
      """,
    discussion: """
      Recordings are made in PyTorch by what `txray recorder` prints. Name the files of all ranks and parts, \
      in any order. They bring their policies; give one --output for each, or choose with --policy.
      """,
    shouldDisplay: false)

  @Option(
    parsing: .upToNextOption, help: "The files of one recording, of all ranks and parts.", completion: .file()
  )
  var recording: [String]
  @Option(help: "The stage's name.") var stage: String
  @Option(help: "The snapshot to write; one for each policy.", completion: .file()) var output: [String]
  @Option(help: "Which of the recorded policies to write; all of them unless given.")
  var policy: [CollectionPolicy] = []
  @Option(help: "builtin tags the words of the recorded text; none leaves them untagged.")
  var tagger: CollectCommand.Tagger = .builtin
  @Flag(help: "The recorded text is tokenized already: cut it at white space only.") var pretokenized = false
  @OptionGroup var threading: ThreadOptions

  /// The arguments with the name of this command where they ask `collect` for a recording.
  static func routed(_ arguments: [String]) -> [String] {
    let wantsRecording = arguments.contains { $0 == "--recording" || $0.hasPrefix("--recording=") }
    guard arguments.first == CollectCommand.configuration.commandName, wantsRecording else {
      return arguments
    }
    return ["collect-recording"] + arguments.dropFirst()
  }

  func validate() throws {
    if recording.isEmpty { throw ValidationError("--recording needs a file") }
    if Set(output).count != output.count { throw ValidationError("two --output name the same file") }
    if !policy.isEmpty, output.count != policy.count {
      throw ValidationError("give as many --output as --policy: \(policy.count), not \(output.count)")
    }
  }

  func run() throws {
    var collection = try RecordingCollection(paths: recording, stage: stage)
    if !policy.isEmpty { collection.policies = policy }
    if output.count != collection.policies.count {
      let names = collection.policies.map(\.description).joined(separator: ", ")
      throw ValidationError("the recording has \(names): give an --output for each, or choose with --policy")
    }
    collection.tagger = tagger == .builtin ? try PartOfSpeechTagger.english() : nil
    collection.tokenization = pretokenized ? .whitespace : .english
    Interruption.watch()
    let progress = ProgressDisplay()
    defer { progress.finish() }
    let drafts = try collection.run(workers: threading.workers) { tokens in
      if Interruption.happened { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      progress.show(.collecting(stage: stage, done: tokens, total: nil))
    }
    for (draft, path) in zip(drafts, output) {
      try draft.write(to: path)
      progress.show(
        .collected(stage: stage, policy: draft.policy, tokens: draft.counts.tokensScanned, path: path))
    }
  }
}
