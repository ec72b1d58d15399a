import ArgumentParser
import Experiments
import Files
import Transformers

/// The transformer named on the command line.
struct TransformerOptions: ParsableArguments {
  @Option(help: "The model: a folder with config.json and weights, or a GGUF file.", completion: .file())
  var checkpoint: String
  @Option(help: "The folder of a LoRA adapter to merge into it.", completion: .directory) var adapter: String?
  @Option(
    help: "Its tokenizer, if not the one beside it: a tokenizer.json, or a folder.", completion: .file())
  var tokenizer: String?

  /// Opens it.
  func load() throws -> TransformerFolder { try load(checkpoint) }

  /// Opens another model with the same tokenizer.
  func load(_ path: String) throws -> TransformerFolder {
    let folder = try TransformerFolder(
      path: path, adapter: path == checkpoint ? adapter : nil, tokenizer: tokenizer)
    let unused = folder.model.unusedTensors
    if !unused.isEmpty {
      MessageStream.warn(
        "\(path): the model has no place for \(listed(unused)); the numbers are without them")
    }
    return folder
  }
}

/// Commands that read transformers by the same names as recurrent checkpoints.
enum TransformerCommands {
  /// The arguments with the name of the transformers' own command where `--checkpoint` names one.
  static func routed(_ arguments: [String]) -> [String] {
    let routes = [
      "collect": CollectTransformerCommand.configuration.commandName,
      "activations": ActivationsTransformerCommand.configuration.commandName,
      "evaluate": EvaluateTransformerCommand.configuration.commandName,
    ]
    guard let first = arguments.first, let route = routes[first] ?? nil, let path = checkpoint(arguments),
      // A folder is a transformer's, or nothing that is read here: its own command says what is missing in it.
      isFolder(path) || Transformer.isOne(path: path)
    else { return arguments }
    return [route] + arguments.dropFirst()
  }

  private static func checkpoint(_ arguments: [String]) -> String? {
    let name = "--checkpoint"
    if let joined = arguments.first(where: { $0.hasPrefix(name + "=") }) {
      return String(joined.dropFirst(name.count + 1))
    }
    guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
    return arguments[place + 1]
  }
}
