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
  case .unfitMode(let mode, let modes):
    (
      "this model is not pruned in the mode \(mode.rawValue); its modes are \(listed(modes.map(\.rawValue)))",
      .usage
    )
  case .unfitExport(let kind):
    (
      "a transformer is not written as \(kind.rawValue): its shapes stay as they are; export keep-mask or baked",
      .usage
    )
  case .badHead(let text):
    ("\"\(text)\" is no attention head; write 3.2,4.0: layer and head, both counted from 0", .usage)
  case .noSuchHead(let name, let layers, let heads):
    (
      "there is no head \(name); the model has \(layers) layers of \(heads) heads, counted from 0.0",
      .notFound
    )
  case .nothingChosen(let what): ("\(what) picks no neuron", .notFound)
  case .badList(let text):
    ("\"\(text)\" is no neuron and no range of them; write lstm.0:3,lstm.0:10-19", .usage)
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
    let key = option.dropFirst(2).replacing("-", with: "_")
    return (
      "\(path): it doesn't say; name it with \(option), or in run.toml: [pruning] "
        + "\(key == "checkpoint" ? "model" : key)", .badData
    )
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
    return (
      "\(path): it can't be scored; that takes a head that predicts the next token or classifies documents",
      .badData
    )
  case .onlyRecorded(let model):
    return (
      "\(model) can't be pruned: it exists only as a recording, which holds no weights; add the recorded model's folder "
        + "under [models.NAME] path in run.toml, and name it with --checkpoint or under [pruning] model",
      .notFound
    )
  case .nothingPrunable(let sites, let path):
    return (
      "\(path): nothing can be taken out at \(sites); neurons can at blocks.*.mlp.hook_post, heads at "
        + "blocks.*.attn.hook_z: name them with --sites", .badData
    )
  case .noHeads(let path): return ("\(path): a recurrent model has no attention heads", .badData)
  case .noDocuments(let corpus, let path):
    return ("\(path): the corpus \"\(corpus)\" has no documents", .badData)
  case .noRecovery(let path):
    return ("\(path): only a recurrent classifier can be fine-tuned under a mask", .badData)
  }
}
