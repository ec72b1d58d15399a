import NcursesTerminal

@testable import Explorer
@testable import txray

extension MessageSamples {
  static let explorer: [any Error] =
    [
      RunOpeningError.notFound(path: "run"), RunOpeningError.noRunNamed(folder: "films"),
      RunOpeningError.noStages(path: "run", missing: ["pretrain", "finetune"]),
      RunOpeningError.differentNeurons(
        first: "a.safetensors", sites: "lstm.0:200", other: "b.safetensors", otherSites: "lstm.0:650"),
      ScriptError.refused(path: "keys.script", line: 3, message: "there is nothing to undo"),
      MemoryError.otherVersion,
      TerminalOpeningError.notATerminal(.output),
      TerminalOpeningError.unknownType(asked: "vt999", tried: "xterm"),
      TerminalOpeningError.incapableType("dumb"), TerminalOpeningError.failed,
      CopyError.tooLong(bytes: 80_000, limit: 74_997), CopyError.unsupported,
      OwnTextError.notUTF8(path: "text.txt"), OwnTextError.empty(path: "text.txt"),
      OwnTextError.otherWords(stage: "zero-shot"),
    ] + commands.map { ScriptError.badLine(path: "keys.script", line: 3, reason: $0) }

  private static let commands: [Explorer.CommandError] = [
    .unknownCommand("srt", suggestion: "sort"), .missingArgument(command: "sort", argument: "a column"),
    .unexpectedArgument(command: "top", argument: "3"),
    .badArgument(command: "go", argument: "x", expected: "a number"), .unknownMeasure("masss"),
    .noSuchStage("7", count: 3), .notAPair("1"), .oneStageOnly, .noSuchNeuron("lstm.0:999"),
    .badTerm("mass<"), .unknownKey("ctrl-?"),
  ]
}
