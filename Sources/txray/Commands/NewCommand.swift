import ArgumentParser
import Experiments
import Files
import NeuronPreferences
import Runs

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a run of models and texts that you have: base, checkpoints, fine-tuned.",
    usage: """
      txray new <run> --stage <name=model[:corpus]> ... --corpus <file>
        [<options>]
      """,
    discussion: """
      A model is a transformer's folder, a GGUF file, a recurrent checkpoint or a recording made in PyTorch. It \
      stays where it is; texts are copied into the run. A trainer's folder stands for all its checkpoint-N in \
      the order of their steps, a folder with a LoRA adapter for the first model with the adapter merged.

      Families, tokenizers, columns and labels are guessed from the files and stand in run.toml, which is \
      yours to change. On a terminal what is missing is asked for. Nothing is written over.

        txray new my-run --stage base=models/base --stage tuned=models/tuned
          --parent tuned=base --corpus reviews.jsonl
        txray new my-run --stage zero=models/base:wiki.txt --stage run=trainer/out
      """)

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "run"), completion: .directory)
  var target: String
  @Option(
    help: ArgumentHelp(
      "A stage, its model and, if it is not that of all, its text; repeat it for several.",
      valueName: "name=model[:corpus]"))
  var stage: [String] = []
  @Option(help: "The text of all stages that name none.", completion: .file()) var corpus: String?
  @Option(
    help: ArgumentHelp(
      "A LoRA adapter's folder for a stage; without a name for the last one.", valueName: "[name=]folder"))
  var adapter: [String] = []
  @Option(
    help: ArgumentHelp(
      "What cuts text into tokens, where that doesn't lie beside the model.", valueName: "[name=]path"))
  var tokenizer: [String] = []
  @Option(
    help: ArgumentHelp(
      "Which stage's model a stage's was trained from; nobody else knows.", valueName: "name=stage"))
  var parent: [String] = []
  @Option(help: "The revision of a hub cache's folder; repeat it for several stages.") var revision:
    [String] = []
  @Option(help: "Of a trainer's checkpoints take every so many, and the last.") var every = 1
  @Option(help: "Where activations are read: names with * for any, separated by commas.") var sites: String?
  @Option(help: "Which activations of a token count: \(CollectionPolicy.syntax).") var policy:
    CollectionPolicy?
  @Option(help: "Tokens of each stage: whole documents until there are so many.") var tokens: Int?
  @Option(name: .customLong("text"), help: "Column or key that holds the text.") var textColumn: String?
  @Option(name: .customLong("label"), help: "Column or key that holds the label.") var labelColumn: String?

  func validate() throws {
    if every < 1 { throw ValidationError("--every takes a number of at least 1") }
    if let tokens, tokens < 1 { throw ValidationError("--tokens takes a number of at least 1") }
    for text in parent where named(text) == nil {
      throw ValidationError("--parent takes NAME=STAGE, not \(text)")
    }
    if stage.isEmpty, !Question.canBeAsked {
      throw ValidationError("name the models with --stage NAME=MODEL; on a terminal they are asked for")
    }
  }

  func run() throws {
    let folder = RunFolder(target)
    // Before anything is asked.
    guard !folder.exists(folder.settings) else { throw RunDraftError.exists(path: folder.settings) }
    var requests = stage.map(Self.request)
    var text = corpus
    if text == nil, requests.isEmpty || requests.contains(where: { $0.corpus == nil && needsText($0.model) })
    {
      text = askedText()
    }
    if requests.isEmpty { requests = askedStages(folder, text: text) }
    if requests.isEmpty { throw ValidationError("no model was named, and so nothing was made") }
    var options = options(last: requests.last?.name ?? "", text: text)
    var draft = try RunDraft(folder, requests, options)
    if let answered = askedParents(draft) {
      options.parents = answered
      draft = try RunDraft(folder, requests, options)
    }
    tell(draft)
    try draft.write()
    MessageStream.say("wrote \(folder.settings): look through it, then")
    MessageStream.say("  txray run \(target)")
  }

  /// `name=model[:corpus]`; without a name that of the file. A colon may also be part of a path.
  static func request(_ text: String) -> RunDraft.Request {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    var (name, model) = parts.count == 2 && !parts[0].contains("/") ? (parts[0], parts[1]) : ("", text)
    var corpus: String?
    if !isThere(model), let colon = model.lastIndex(of: ":") {
      corpus = String(model[model.index(after: colon)...])
      model = String(model[..<colon])
    }
    if name.isEmpty {
      name = RunFolder.lastName(of: model).split(separator: ".").first.map(String.init) ?? "model"
    }
    return RunDraft.Request(name: name, model: model, corpus: corpus)
  }

  /// What the options say; an adapter without a name is that of the stage `last`.
  func options(last: String, text: String?) -> RunDraft.Options {
    var options = RunDraft.Options()
    options.corpus = text
    for text in adapter {
      let (name, path) = named(text) ?? (last, text)
      options.adapters[name] = path
    }
    for text in tokenizer {
      let (name, path) = named(text) ?? ("", text)
      options.tokenizers[name] = path
    }
    for (child, parent) in parent.compactMap(named) { options.parents[child] = parent }
    (options.revisions, options.every, options.sites) = (revision, every, sites)
    (options.policy, options.tokens) = (policy, tokens)
    (options.text, options.label) = (textColumn, labelColumn)
    return options
  }

  /// `name=value`, nil where there is no name.
  private func named(_ text: String) -> (String, String)? {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    return parts.count == 2 && !parts[0].contains("/") ? (parts[0], parts[1]) : nil
  }

  private func tell(_ draft: RunDraft) {
    for model in draft.models {
      let tokenizer = model.reference.tokenizer.map { "; its tokenizer is \($0)" } ?? ""
      MessageStream.say("model \(model.reference.name)  \(model.summary)\(tokenizer)")
    }
    for corpus in draft.corpora {
      let guess = corpus.guess
      var words: [String] = []
      if let text = guess.text { words.append("text in \"\(text)\"") }
      if let label = guess.label, let bound = guess.positiveAbove {
        words.append("labels in \"\(label)\", positive above \(bound)")
      }
      if let documents = guess.documents {
        words.append(documents == .line ? "a document a line" : "documents separated by blank lines")
      }
      MessageStream.say("text \(corpus.name)  \(words.joined(separator: ", "))")
    }
    MessageStream.say("stages \(draft.stages.map(\.name).joined(separator: ", "))")
  }
}
