import Corpora
import Experiments
import LanguageModels
import Settings

func words(_ error: SettingsError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .syntax(let path, let line, let column, let reason):
    return ("\(path):\(line):\(column): not TOML: \(reason)", .badData)
  case .unknownKey(let path, let line, let key, let suggestion):
    let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? "; remove it"
    return ("\(path):\(line): unknown key \"\(key)\"\(hint)", .badData)
  case .wrongType(let path, let line, let key, let expected, let found):
    return ("\(path):\(line): \"\(key)\" takes \(expected), not \(found)", .badData)
  case .missingKey(let path, let line, let key):
    return (
      line > 0 ? "\(path):\(line): \"\(key)\" is missing here" : "\(path): \"\(key)\" is missing", .badData
    )
  case .invalidValue(let path, let line, let key, let reason):
    return ("\(path):\(line): \"\(key)\": \(reason)", .badData)
  }
}

func words(_ error: TrainingError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notFinite(let epoch, let step, let rate):
    return (
      "the loss became infinite in epoch \(epoch), step \(step), at learning rate \(rate); "
        + "the last saved epoch is kept: lower learning_rate or clip in run.toml", .badData
    )
  case .tooLittleText(let tokens, let needed):
    return (
      "the training text has \(tokens) tokens, at least \(needed) are needed; "
        + "give more text or a smaller batch_size", .badData
    )
  case .foreignState(let path, let reason):
    return ("\(path): can't go on from here: \(reason); delete it to start over", .badData)
  }
}

func words(_ error: RunError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .stale(let path, let setting):
    return (
      "\(path): made by other settings or from another text than run.toml now names under [\(setting)]; "
        + "take the change back, or delete the file to make it anew", .badData
    )
  case .missingModel(let name, let path, let obtain):
    return (
      "\(path): the weights of model \"\(name)\" are not there; "
        + (obtain.map { "run.toml says how to get them: \($0)" }
          ?? "bring them back, or give their place in run.toml: [models.\(name)] path"),
      .notFound
    )
  case .unfitKey(let stage, let key, let kind):
    return ("stage \"\(stage)\": a \(kind.rawValue) has no use for \"\(key)\"; remove it", .badData)
  case .missingKey(let stage, let key, let kind):
    return ("stage \"\(stage)\": a \(kind.rawValue) needs \"\(key)\"", .badData)
  case .noVocabulary(let model, let path):
    return (
      "\(path): a recurrent model needs its vocabulary; name its file in run.toml: [models.\(model)] tokenizer",
      .notFound
    )
  case .noLabels(let corpus, let path):
    return (
      "\(path): the corpus \"\(corpus)\" has no labels; name their column with --label, or label = in run.toml",
      .badData
    )
  case .oneClass(let corpus, let path, let threshold, let labels):
    let seen = listed(labels.map { shortest($0) })
    // On a command line the corpus is called by its path.
    let (what, option) =
      corpus == path
      ? ("all documents", "--positive-above")
      : ("all documents of \"\(corpus)\"", "positive_above in run.toml")
    return (
      "\(path): \(what) fall into one class: their labels are \(seen), and class 1 is what lies above "
        + "\(shortest(threshold)); say where it begins with \(option)", .badData
    )
  case .unknownClass(let path, let line, let label, let classes, let hasNames):
    return (
      hasNames
        ? "\(path):\(line): \"\(label)\" is none of the names given with --classes"
        : "\(path):\(line): \"\(label)\" is none of the head's classes 0 to \(classes - 1); for names, list them in their "
          + "order in a file: --classes FILE", .badData
    )
  case .classCount(let path, let names, let outputs):
    return ("\(path): \(names) names, but the head has \(outputs) outputs; one name a line", .badData)
  case .interrupted(let checkpoint, let epochs):
    let saved = checkpoint.map { "; \($0) is saved up to epoch \(epochs)" } ?? ""
    return ("stopped\(saved); the same command goes on from there", .interrupted)
  }
}

/// A number as a person would write it: 1, 0.5.
private func shortest(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

func words(_ error: StageModelError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .noCheckpoint(let stage, let path):
    ("\(stage) has no model here to read text: \(path) is not there; bring it back", .notFound)
  case .onlyRecorded(let stage, let model):
    (
      "\(stage) can't read text: \(model) exists only as a recording, which holds no weights; to read text, add the "
        + "recorded model as a stage of its own: its folder under [models.NAME] path in run.toml", .notFound
    )
  case .otherCheckpoint(let stage, let path):
    ("\(stage) was taken from another model than \(path) now holds", .badData)
  case .otherTokenizer(let stage, let path):
    (
      "\(stage) was cut into other tokens than the tokenizer at \(path) makes; name the one it was collected with in "
        + "run.toml: [models.NAME] tokenizer", .badData
    )
  case .noLogits(let stage, let neuron):
    ("\(stage): no head that predicts tokens reads \(neuron.description) right away", .badData)
  case .otherSites(let path, let found, let expected):
    ("\(path) has neurons \(found), but its snapshot \(expected)", .badData)
  }
}

func words(_ error: TokenIDFile.Flaw) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notANumber(let path, let line, let found):
    return (
      "\(path):\(line): \"\(found)\" is no token id; ids are numbers separated by spaces", .badData
    )
  case .outOfRange(let path, let line, let id, let size):
    return ("\(path):\(line): token \(id) is outside of the model's 0 to \(size - 1)", .badData)
  }
}
