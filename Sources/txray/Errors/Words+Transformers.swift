import Experiments
import Transformers

func words(_ error: TransformerError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notAModelFolder(let path, let looked):
    let files = looked.joined(separator: " or ")
    return ("\(path): not a model's folder: there is no \(files)", .notFound)
  case .badJSON(let path, let offset, let flaw):
    return ("\(path): not valid JSON: at byte \(offset) \(words(flaw))", .badData)
  case .tooLarge(let path, let bytes, let limit):
    return ("\(path): \(bytes) bytes are too many for a file of its kind; up to \(limit) are read", .badData)
  case .unknownFamily(let path, let found, let known):
    let kind = found.map { "models of the kind \($0) are not read here" } ?? "no model_type is given"
    return ("\(path): \(kind); those that are: \(known.joined(separator: ", "))", .badData)
  case .badSetting(let path, let key, let found, let expected):
    let state = found.map { "is \($0)" } ?? "is missing"
    return ("\(path): \(key) \(state), but \(expected) is needed", .badData)
  case .unsupported(let path, let feature):
    return ("\(path): \(feature): this is not computed here", .badData)
  case .missingShards(let path, let files):
    return (
      "\(path): files that its index names are missing: \(listed(files)); download them again", .notFound
    )
  case .missingTensors(let path, let tensors):
    return ("\(path): tensors that the model needs are missing: \(listed(tensors))", .badData)
  case .ambiguousTensor(let path, let spellings):
    return (
      "\(path): the tensors \(spellings.joined(separator: " and ")) are one part of the model", .badData
    )
  case .wrongShape(let path, let tensor, let expected, let found):
    return (
      "\(path): tensor \(tensor) has shape \(found), but the configuration says \(expected)", .badData
    )
  case .wrongElementType(let path, let tensor, let found):
    return ("\(path): tensor \(tensor) holds \(found), which is not read as numbers of a model", .badData)
  case .lacksHead(let path, let head): return ("\(path): the model has no \(head) head", .badData)
  case .noSuchSite(let pattern, let sites):
    return ("no site fits \(pattern); the model has \(listed(sites))", .usage)
  case .badWindow(_, let window, let overlap, let limit):
    return (
      "a window of \(window) tokens with an overlap of \(overlap) can't be: windows have 1 to \(limit) tokens here, "
        + "the overlap fewer than its window", .usage
    )
  case .lacksBias(let path, let tensor):
    return (
      "\(path): weights alone can't hold a neuron at its mean where there is no \(tensor); use --mode zero, or write the "
        + "mask alone: --export keep-mask", .badData
    )
  case .folderIsTaken(let path):
    return ("\(path): something is there already; name a folder that is not there yet", .readWrite)
  case .unfitAdapter(let path, let tensor):
    return ("\(path): its tensor \(tensor) fits no weight of this model; is it another model's?", .badData)
  }
}

func words(_ error: CollectedModelError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .otherWords(let path):
    (
      "\(path): was changed while it was read: it now has words that it didn't have at first; start again",
      .badData
    )
  case .tooFewSites(let path, let sites, let parts):
    (
      "\(path): has \(sites) \(sites == 1 ? "site" : "sites"), which can't be divided into \(parts) parts; "
        + "divide the text instead", .usage
    )
  case .tokenBeyondEmbedding(let path, let id, let rows):
    (
      "\(path): the tokenizer makes token \(id), but the model has \(grouped(rows)); they don't belong together",
      .badData
    )
  }
}
