import Kernels
import LanguageModels
import NeuronPreferences
import Sites
import Transformers

/// A model of any kind, as collection takes it.
public enum CollectedModel: Sendable {
  /// A recurrent model: all its layers.
  case recurrent(Checkpoint)
  /// A transformer, and how it is read.
  case transformer(Transformer, TransformerReading)

  /// What reads documents. Packs the weights that the sites need.
  ///
  /// - Throws: `TransformerError`, `TensorFileError`.
  public func source(_ workers: Workers) throws -> any ActivationSource {
    switch self {
    case .recurrent(let checkpoint): ActivationReader(checkpoint.encoder, workers: workers)
    case .transformer(let model, let reading): try TransformerReader(model, reading, workers: workers)
    }
  }

  /// The sites that it is read at. No weight is read.
  ///
  /// - Throws: `TransformerError`.
  func siteList() throws -> SiteList {
    switch self {
    case .recurrent(let checkpoint): checkpoint.encoder.siteList
    case .transformer(let model, let reading): try model.siteList(reading)
    }
  }

  /// What reads documents at the sites of a shard, with all sites of the model. A transformer is computed as far as those need; a
  /// recurrent model to its end.
  ///
  /// - Throws: `TransformerError`, `TensorFileError`; ``CollectedModelError/tooFewSites(path:sites:parts:)``.
  func source(
    _ workers: Workers, _ shard: CollectionShard
  ) throws -> (source: any ActivationSource, whole: SiteList) {
    if shard.siteCount == 1 {
      let source = try source(workers)
      return (source, source.sites)
    }
    let whole = try siteList()
    guard whole.sites.count >= shard.siteCount, let part = whole.part(shard.places(of: whole.sites.count))
    else {
      throw CollectedModelError.tooFewSites(path: path, sites: whole.sites.count, parts: shard.siteCount)
    }
    switch self {
    case .recurrent: return (SiteSelection(try source(workers), part), whole)
    case .transformer(let model, var reading):
      reading.sites = part.sites.map(\.name).joined(separator: ",")
      return (try TransformerReader(model, reading, workers: workers), whole)
    }
  }

  /// The file or folder.
  public var path: String {
    switch self {
    case .recurrent(let checkpoint): checkpoint.path
    case .transformer(let model, _): model.path
    }
  }

  /// What identifies its training, if the file says so.
  public var lineage: String? {
    guard case .recurrent(let checkpoint) = self else { return nil }
    return checkpoint.metadata["lineage"]
  }
}

/// Why a model can't be collected with a tokenizer, in parts, or over a text.
public enum CollectedModelError: Error, Equatable, Sendable {
  /// The tokenizer makes an id that the model has no embedding for.
  case tokenBeyondEmbedding(path: String, id: Int32, rows: Int)
  /// The model has fewer sites than they are to be divided into parts.
  case tooFewSites(path: String, sites: Int, parts: Int)
  /// A text that is read several times was changed meanwhile: it has words that it didn't have at first.
  case otherWords(path: String)

  /// Makes sure that a model of so many rows has an embedding for each token.
  ///
  /// - Throws: ``tokenBeyondEmbedding(path:id:rows:)``.
  public static func check(_ ids: [Int32], rows: Int, path: String) throws(CollectedModelError) {
    if let id = ids.first(where: { $0 >= rows }) {
      throw .tokenBeyondEmbedding(path: path, id: id, rows: rows)
    }
  }
}
