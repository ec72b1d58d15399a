import ArgumentParser
import Experiments
import Pruning

/// Writing a pruned model, or its mask, instead of scoring it.
struct PruneExportOptions: ParsableArguments {
  @Option(
    name: .customLong("export"),
    help: "Write keep-mask, torch-prune, baked or structural to --output instead of scoring.")
  var kind: PruningExport.Kind?
  @Option(help: "Where to.", completion: .file()) var output: String?

  func validate() throws {
    if (kind == nil) != (output == nil) { throw ValidationError("--export and --output belong together") }
  }

  func write(_ kind: PruningExport.Kind, _ study: PruningStudy, _ chosen: ChosenNeurons) throws {
    guard let output else { return }
    try study.export(chosen, as: kind, to: output)
    MessageStream.say("\(kind.rawValue)  \(chosen.neurons.count) neurons pruned  \(output)")
  }
}

extension PruningExport.Kind: ExpressibleByArgument {}
