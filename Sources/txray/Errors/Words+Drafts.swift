import Experiments

func words(_ error: RunDraftError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .exists(let path):
    ("\(path): there is a run already; give another name, or change that file", .badData)
  case .noModel(let stage, let path): ("\(path): there is no model for stage \"\(stage)\"", .notFound)
  case .noCorpus(let path): ("\(path): there is no such text", .notFound)
  case .corpusUnnamed(let stage):
    ("stage \"\(stage)\" has no text: name one with --corpus, or with --stage NAME=MODEL:CORPUS", .usage)
  case .sameName(let name): ("two stages are called \"\(name)\"; give each a name of its own", .usage)
  case .badName(let name): ("\"\(name)\" can't name a stage: no slash, no leading dot", .usage)
  case .noSuchStage(let name, let option, let known):
    ("\(option): no stage is called \"\(name)\"; there are \(listed(known))", .usage)
  case .noSuchRevision(let name, let path, let known):
    (
      "\(path): \"\(name)\" is no revision in it, or the beginning of several; it has "
        + (known.isEmpty ? "none" : listed(known)), .notFound
    )
  case .noTokenizer(let stage, let path):
    (
      "\(path): nothing beside it cuts text into its tokens; name a tokenizer, or the vocabulary of a recurrent model: "
        + "--tokenizer \(stage)=FILE", .notFound
    )
  case .noSuchColumn(let name, let path, let known):
    ("\(path): there is no column \"\(name)\"; it has \(listed(known))", .notFound)
  case .adapterAlone(let stage, let path):
    ("\(path): stage \"\(stage)\" is an adapter; name the model that it changes as a stage before it", .usage)
  }
}
