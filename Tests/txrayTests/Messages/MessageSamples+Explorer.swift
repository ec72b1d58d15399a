import Measures
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
      RunOpeningError.noSuchPolicy("topk", path: "run", known: ["firings", "max1"]),
      RunOpeningError.noSuchPolicy("topk", path: "run", known: []),
      OpeningError.command(.noSuchNeuron("lstm.0:999")),
      OpeningError.filter(FilterError(term: "mass<", column: 1, reason: .missingValue(field: "mass"))),
      OpeningError.noSuchView("scater", suggestion: "scatter", known: ["table", "scatter"]),
      OpeningError.noSuchView("x", suggestion: nil, known: ["table", "scatter"]),
      ScriptError.refused(path: "keys.script", line: 3, message: "there is nothing to undo"),
      MemoryError.otherVersion,
      TerminalOpeningError.notATerminal(.output),
      TerminalOpeningError.unknownType(asked: "vt999", tried: "xterm"),
      TerminalOpeningError.incapableType("dumb"), TerminalOpeningError.failed,
      CopyError.tooLong(bytes: 80_000, limit: 74_997), CopyError.unsupported,
      OwnTextError.notUTF8(path: "text.txt"), OwnTextError.empty(path: "text.txt"),
      OwnTextError.otherWords(stage: "zero-shot"),
    ] + conditions + commands.map { ScriptError.badLine(path: "keys.script", line: 3, reason: $0) }

  private static let commands: [Explorer.CommandError] = [
    .unknownCommand("srt", suggestion: "sort"), .missingArgument(command: "sort", argument: "a column"),
    .unexpectedArgument(command: "top", argument: "3"),
    .badArgument(command: "stage", argument: "x", expected: "NUMBER"),
    .measure(.unknownMeasure("masss", suggestion: "mass")),
    .measure(.unknownMeasure("weight", suggestion: nil)), .measure(.noSuchStage("7", count: 3)),
    .measure(.notAPair("1")), .measure(.oneStageOnly), .measure(.notADirection("up")),
    .noSuchNeuron("lstm.0:999"), .unknownKey("ctrl-?"),
  ]

  private static let conditions: [any Error] = faults.map {
    FilterError(term: $0.term, column: 8, reason: $0.reason)
  }

  private static let faults: [(term: String, reason: FilterError.Reason)] = [
    ("tagshre>.5", .unknownField("tagshre", suggestion: "tag-share")),
    ("x<1", .unknownField("x", suggestion: nil)),
    ("wins7>1", .stages(.noSuchStage("7", count: 3))),
    ("tag>NN", .wrongSign(field: "tag", sign: ">", allowed: ["=", "!=", "~"])),
    ("mark=1", .wrongSign(field: "mark", sign: "=", allowed: [])), ("mass<", .missingValue(field: "mass")),
    ("mass<x", .notANumber(field: "mass", value: "x")),
    ("tag=NNX", .unknownValue(field: "tag", value: "NNX", suggestion: "NN", known: ["NN", "IN"])),
    ("list=x", .unknownValue(field: "list", value: "x", suggestion: nil, known: ["copulas"])),
    ("note~a", .openQuote), ("or", .nothingBesideOr),
  ]
}
