import Corpora
import Files

// The settings that determine a file's content, spelt out so that renaming a property changes no digest. A setting
// that came later is left out where it has the value that was fixed before, so that earlier files stay valid.

extension ModelSettings {
  var recipe: String {
    "embedding \(embeddingSize) hidden \(hiddenSize) layers \(layers) tied \(tied)"
      + (cell == .lstm ? "" : " cell \(cell.rawValue)")
  }
}

extension TrainingSettings {
  var recipe: String {
    "epochs \(schedule.epochs) rate \(schedule.rate) anneal \(schedule.anneal) "
      + "patience \(schedule.patience ?? 0) optimizer \(optimizer.rawValue) clip \(clip ?? 0) "
      + "dropout \(dropout) batch \(batchSize)"
  }
}

extension PretrainSettings {
  var recipe: String { "\(training.recipe) bptt \(steps) keep \(keep)" }
}

extension FinetuneSettings {
  var recipe: String {
    "\(training.recipe) from \(from) frozen embedding \(freezeEmbedding)"
      + (pooling == .last ? "" : " pooling last-mean-max")
  }
}

/// The digest of everything that determines a file's content.
func recipeDigest(_ parts: [String]) -> String {
  var hash = SHA256()
  for part in parts { Array("\(part)\n".utf8).withUnsafeBytes { hash.update($0) } }
  return hash.hexDigest()
}
