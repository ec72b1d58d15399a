import LanguageModels

func words(_ error: CheckpointError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .unknownArchitecture(let path, let missing, let tensors):
    let what =
      switch missing {
      case .recurrentWeights, .recurrentLayers: "recurrent weights (a tensor named …weight_ih_l0)"
      case .embedding: "embedding (a tensor named …encoder.weight or …embedding.weight)"
      default: missing.rawValue
      }
    return ("\(path): not a model known here: no \(what) among its tensors \(listed(tensors))", .badData)
  case .transformer(let path, let traits):
    let what = traits.modelType.map { "model_type \($0)" } ?? "it has \(listed(traits.tensors, most: 3))"
    return ("\(path): a transformer (\(what)), where a recurrent model is read", .badData)
  case .notAModelFolder(let path, let found):
    let holds = found.isEmpty ? "nothing" : listed(found)
    return ("\(path): a folder without config.json: no model; it holds \(holds)", .badData)
  case .unsupportedCell(let path, let tensor, let shape, let cell):
    let wanted = cell.map { "no \($0.rawValue)" } ?? "no LSTM (4 gates), GRU (3) or simple network (1)"
    return ("\(path): \(tensor) has shape \(shape): \(wanted)", .badData)
  case .ambiguousCell(let path, let tensor, let candidates):
    let names = candidates.map(\.rawValue).joined(separator: " or ")
    return ("\(path): \(tensor) may belong to \(names); say which with --cell", .badData)
  case .ambiguousPart(let path, let part, let candidates, let prefixes):
    let what = part == .recurrentLayers ? "recurrent module" : part.rawValue
    return (
      "\(path): more than one \(what), and it isn't certain how they go together: \(listed(candidates)); "
        + advice(prefixes, part), .badData
    )
  case .unsupportedPart(let path, let tensor, let part):
    return ("\(path): \(tensor) \(words(part))", .badData)
  case .wrongShape(let path, let tensor, let expected, let found):
    return ("\(path): \(tensor) has shape \(found), but the other tensors need \(expected)", .badData)
  case .unusedTensors(let path, let names):
    return (
      "\(path): the model read from it has no place for \(listed(names)), which may stand before or inside its "
        + "recurrent layers: activations would be wrong; if \(names.count == 1 ? "it does" : "they do") not, say "
        + "so with \(ignoring(names))", .badData
    )
  case .unusedBehindEncoder(let path, let names):
    return (
      "\(path): the model read from it has no place for \(listed(names)), so its scores would be wrong; if "
        + "\(names.count == 1 ? "it takes" : "they take") no part in them, say so with \(ignoring(names))",
      .badData
    )
  case .needsActivation(let path, let layers):
    return (
      "\(path): its head goes through \(layers.joined(separator: ", then ")), and a file of tensors can't tell what "
        + "stands between; say it with --activation relu, tanh or none", .badData
    )
  case .unscorableHead(let path, let tensor, let outputs, let limit):
    return (
      "\(path): \(tensor) gives \(grouped(outputs)) outputs, neither one for each token of the vocabulary nor at most "
        + "\(grouped(limit)) classes; activations can be read, scores can't", .badData
    )
  case .vocabularyMismatch(let checkpoint, let rows, let vocabulary, let tokens):
    return (
      "\(checkpoint): the embedding has \(rows) rows, but \(vocabulary) has \(tokens) tokens; "
        + "use the vocabulary the checkpoint was trained with", .badData
    )
  case .lacks(let path, let part):
    return ("\(path): the checkpoint has no \(part.rawValue)", .badData)
  case .notTrainable(let path, let tensor):
    return (
      "\(path): \(tensor): only layers of one direction without a projection can be trained on; collect from it as it is",
      .badData
    )
  case .notACheckpoint(let path, let format):
    return ("\(path): this is a \(format), not a checkpoint", .badData)
  case .unsupportedVersion(let path, let found):
    return ("\(path): checkpoint version \(found) is not known to this program; update txray", .badData)
  }
}

private func words(_ part: UnsupportedPart) -> String {
  switch part {
  case .quantized: "is quantized, and integers with scales are not computed here; export the model in float32"
  case .projection: "is a projection, which only an LSTM has in PyTorch"
  case .parametrization:
    "is one of several that a weight is made of when the model runs; take that back before saving, for example with "
      + "torch.nn.utils.parametrize.remove_parametrizations"
  case .wideOneHot(let limit): "reads one-hot vectors of more than \(grouped(limit)) tokens"
  }
}

/// What to do about several candidates: a prefix only where one leaves a whole model.
private func advice(_ prefixes: [String], _ part: ModelPart) -> String {
  if !prefixes.isEmpty { return "say which with --prefix \(prefixes.joined(separator: " or "))" }
  return part == .recurrentLayers
    ? "modules in one list are read in the order of their numbers where the width of each follows on the one before"
    : "say with --ignore which of them takes no part"
}

private func ignoring(_ names: [String]) -> String {
  // One word for all tensors of a module.
  var modules: [String] = []
  for name in names {
    let module = name.lastIndex(of: ".").map { String(name[...$0]) } ?? name
    if !modules.contains(module) { modules.append(module) }
  }
  return modules.prefix(4).map { "--ignore \($0)" }.joined(separator: " ") + (modules.count > 4 ? " …" : "")
}

/// What was taken for granted, as a note says it.
func words(_ assumption: ModelAssumption) -> String {
  switch assumption {
  case .stacked(let modules):
    "\(modules.joined(separator: ", ")) are read as one encoder, each on the output of the one before"
  case .projectedEmbedding(let tensor): "embeddings go through \(tensor) and nothing else"
  case .oneHot(let width): "there is no embedding: tokens are read as one-hot vectors of \(width)"
  case .rawWeights(let copies):
    "the weights named …_raw are used; \(listed(copies, most: 4)) \(copies.count == 1 ? "is a copy" : "are copies") "
      + "with dropout"
  case .head(let layers, let activation):
    layers.count == 1
      ? "states go straight into \(layers[0])"
      : "states go through \(layers.joined(separator: ", then ")), with "
        + (activation == .none ? "nothing between" : "\(activation.rawValue) between")
  case .decoderBesideHead(let tensor): "\(tensor) is taken for the decoder of the pretraining and left out"
  case .pooling(let pooling):
    switch pooling {
    case .last: "of a document the head reads the last state; else say --pooling"
    case .mean: "of a document the head reads the mean of the states"
    case .max: "of a document the head reads the maximum of the states"
    case .lastMeanMax: "of a document the head reads the last state, the mean and the maximum"
    }
  }
}
