import Experiments
import Pruning

func words(_ error: PruningError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .noSuchNeuron(let neuron, let sites):
    ("there is no neuron \(neuron.description); the model has \(sites) (site:neurons)", .notFound)
  case .differentSites(let mask, let model):
    ("the mask is for neurons \(mask), but the model has \(model)", .badData)
  case .unprunableLayers(let sites):
    (
      "only layers of one direction without a projection can be pruned here; the model has \(sites) (site:neurons)",
      .badData
    )
  case .unprunableHead:
    (
      "only a decoder or a head of one output right on the states can be pruned here; the model has a head of several "
        + "layers or classes", .badData
    )
  case .nothingChosen(let what): ("\(what) picks no neuron", .notFound)
  case .badRule(let text):
    (
      "\"\(text)\" is no condition and no list; write 'mass<0.5', 'state=forgotten', "
        + "lstm.0:3,lstm.0:10-19", .usage
    )
  case .notAMask(let path, let tensor):
    ("\(path): tensor \(tensor) is no keep-mask of zeros and ones", .badData)
  case .interrupted: ("stopped; nothing was written", .interrupted)
  }
}

func words(_ error: PruningStudyError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .noSuchCorpus(let name, let path, let known):
    return ("\(path): no corpus is called \"\(name)\"; there are \(listed(known))", .notFound)
  case .noSuchStage(let name, let path, let known):
    return ("\(path): no stage is called \"\(name)\"; there are \(listed(known))", .notFound)
  case .unspecified(let option, let path):
    return ("\(path): it doesn't say; name it with \(option)", .badData)
  case .needsTwoStages(let path):
    return (
      "\(path): picking neurons takes two stages: name them with --from and --to, or use --neurons", .badData
    )
  case .differentNeurons(let snapshot, let sites, let checkpoint, let modelSites):
    return ("\(snapshot): it has neurons \(sites), but \(checkpoint) has \(modelSites)", .badData)
  case .nothingChosen(let by, let path): return ("\(path): no neuron is chosen by \(by)", .notFound)
  case .noSuchList(let name, let path, let known):
    let there = known.isEmpty ? "there is none yet" : "there are \(listed(known))"
    return ("\(path): no list of marks is called \"\(name)\"; \(there)", .notFound)
  case .nothingToScore(let path):
    return ("\(path): an encoder alone can't be scored; it has neither decoder nor head", .badData)
  case .notPruned(let model, let kind):
    let why =
      switch kind {
      case .recording: "it exists only as a recording, without weights"
      case .transformer, .recurrent: "it is a \(kind.rawValue), and recurrent models are pruned here"
      }
    return ("\(model) can't be pruned: \(why)", .badData)
  case .noDocuments(let corpus, let path):
    return ("\(path): the corpus \"\(corpus)\" has no documents", .badData)
  case .noRecovery(let path):
    return ("\(path): only a classifier can be fine-tuned under a mask", .badData)
  }
}
