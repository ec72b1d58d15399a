import Kernels
import LanguageModels
import Pruning
import Sites
import TensorFiles

/// A model of any kind, as a pruning study takes it: its neurons, what it says of a text, and what it is without some of
/// them. Whatever follows (choices, controls, intervals, reports) knows nothing of its kind.
protocol PrunableModel {
  /// The file or folder.
  var path: String { get }
  /// The checkpoint, where runs train models of its kind; nil for transformers.
  var recurrentCheckpoint: Checkpoint? { get }
  /// The neurons that can be pruned.
  var sites: SiteList { get }
  /// The modes that it is pruned in, the usual one first.
  var modes: [PruningMode] { get }
  /// Whether it classifies documents; else it predicts tokens.
  var isClassifier: Bool { get }
  /// How many numbers it holds.
  var parameterCount: Int { get }

  /// How many it holds without what a mask prunes.
  func parameterCount(without mask: PruningMask, mode: PruningMode) throws -> Int

  /// How many neighbouring neurons of a site are one part of the model, as those of a head.
  func unitSize(site: String) -> Int

  /// The neurons of a list of heads.
  ///
  /// - Throws: `PruningStudyError.noHeads`, `PruningError.badHead`, `.noSuchHead`.
  func heads(_ text: String) throws -> [NeuronID]

  /// What identifies its weights.
  ///
  /// - Parameter file: the digest of a file.
  func weightsDigest(_ file: (String) throws -> String) throws -> String

  /// Digests of all files that its outputs depend on, those of its weights among them.
  ///
  /// - Parameter file: the digest of a file.
  func digests(_ file: (String) throws -> String) throws -> [String]

  /// A corpus as it reads it, with what it is to say of each document.
  ///
  /// - Parameter name: the corpus in errors.
  func text(_ corpus: RunCorpus, name: String, workers: Workers) throws -> ScoredText

  /// What reads its activations at ``sites``.
  func source(_ workers: Workers) throws -> any ActivationSource

  /// Tokens that stand for no text.
  func specialIDs() throws -> Set<Int32>

  /// What scores it on a text.
  ///
  /// - Parameter means: what activations are held at in the mode `mean`; asked when it is first needed.
  func scoring(
    _ text: ScoredText, means: @escaping () throws -> SiteMeans, workers: Workers,
    isCancelled: @escaping () -> Bool
  ) -> any PrunedScoring

  /// Writes a mask, or the model pruned by it.
  ///
  /// - Parameters:
  ///   - elementType: how weights are stored, where that isn't the model's own affair.
  ///   - metadata: what is known of the origin.
  /// - Throws: `PruningError.unfitExport`, and what writing gives.
  func export(
    _ kind: PruningExport.Kind, mask: PruningMask, mode: PruningMode, means: () throws -> SiteMeans,
    to path: String, elementType: ElementType, metadata: [String: String]
  ) throws
}

extension ModelReference {
  /// The model, to be pruned.
  ///
  /// - Parameters:
  ///   - sites: where neurons of a transformer are taken out, by name with `*` for any.
  ///   - vocabulary: that of a recurrent model that doesn't bring its own.
  /// - Throws: `PruningStudyError`, `RunError.missingModel`, and what opening gives.
  func prunable(_ reading: StageSettings?, sites: String?, vocabulary: String) throws -> any PrunableModel {
    let kind = try kind()
    switch kind {
    case .recurrent: return try PrunableRecurrentModel(path: paths[0], vocabulary: tokenizer ?? vocabulary)
    case .transformer:
      let folder = try TransformerFolder(path: paths[0], adapter: adapter, tokenizer: tokenizer)
      return try PrunableTransformer(folder, reading?.reading ?? .init(), sites: sites)
    case .recording: throw PruningStudyError.onlyRecorded(model: name)
    }
  }
}
