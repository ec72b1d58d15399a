import Kernels
import LanguageModels
import NeuronPreferences
import Sites
import TensorFiles
import Transformers

/// Writes masks and pruned models for others to load. The DocC catalogue shows how, in Python.
public enum PruningExport {
  /// What is written.
  public enum Kind: String, Sendable, CaseIterable {
    /// A vector of zeros and ones (U8) for each site, named like it.
    case keepMask = "keep-mask"
    /// The weights as `torch.nn.utils.prune` keeps them: `…_orig` and `…_mask`.
    case torchPrune = "torch-prune"
    /// A checkpoint, or a transformer's folder, of the same shapes, with the pruned weights at zero.
    case baked
    /// A checkpoint of smaller shapes, without them.
    case structural
  }

  /// The file of the keep-mask beside a pruned transformer.
  public static let maskName = "keep-mask.safetensors"

  /// Writes a pruned transformer, as a folder of the same shapes that `from_pretrained` loads, with the keep-mask beside.
  ///
  /// - Parameter means: what neurons are held at in the mode ``PruningMode/mean``.
  /// - Throws: `PruningError.unfitExport`, `.unfitMode`; `TransformerError`, `TensorFileError`, `FileError`.
  public static func write(
    _ kind: Kind, _ model: Transformer, mask: PruningMask, mode: PruningMode, means: () throws -> SiteMeans,
    to path: String, metadata: [String: String] = [:]
  ) throws {
    switch kind {
    case .keepMask: try writeMask(mask, mode: mode, to: path, metadata: metadata)
    case .baked:
      let pruned = try model.pruned(by: mask, mode: mode, means: mode == .mean ? means() : nil)
      try pruned.write(to: path, metadata: described(metadata, mask, mode))
      try writeMask(mask, mode: mode, to: "\(path)/\(maskName)", metadata: metadata)
    case .torchPrune, .structural: throw PruningError.unfitExport(kind)
    }
  }

  /// The value of `format` in the metadata of keep-masks.
  public static let maskFormat = "txray.keep-mask"

  /// Writes a mask, or a model pruned by it, whole or not at all.
  ///
  /// - Parameters:
  ///   - mode: how the neurons are taken out, for `torchPrune` and `baked`; the structural mode bakes what the
  ///     recurrent one does.
  ///   - elementType: how weights are stored.
  ///   - metadata: what is known of the model's origin.
  /// - Throws: `PruningError.differentSites`, `FileError.io`.
  public static func write(
    _ kind: Kind, _ model: Checkpoint.Model, mask: PruningMask, mode: PruningMode, to path: String,
    elementType: ElementType, metadata: [String: String] = [:]
  ) throws {
    let bakedMode = mode == .readout ? PruningMode.readout : .recurrent
    var metadata = described(metadata, mask, kind == .structural ? .structural : bakedMode)
    switch kind {
    case .keepMask: try writeMask(mask, mode: bakedMode, to: path, metadata: metadata)
    case .torchPrune:
      try writeTorchPrune(
        model, mask: mask, mode: bakedMode, to: path, elementType: elementType, metadata: metadata)
    case .baked:
      try Checkpoint.write(
        model.pruned(by: mask, mode: bakedMode), to: path, elementType: elementType, metadata: metadata)
    case .structural:
      // Neuron numbers mean something else in the smaller model, so it begins a lineage of its own.
      metadata["lineage"] = mask.digest
      for (site, units) in zip(mask.sites.sites, model.encoder.keptUnits(by: mask)) {
        metadata["kept.\(site.name)"] = units.map { $0.map(String.init) ?? "none" }.joined(separator: ",")
      }
      try Checkpoint.write(
        model.pruned(by: mask, mode: .structural), to: path, elementType: elementType, metadata: metadata)
    }
  }

  private static func described(
    _ metadata: [String: String], _ mask: PruningMask, _ mode: PruningMode
  ) -> [String: String] {
    metadata.merging(
      [
        "pruned": mask.pruned.map(\.description).joined(separator: ","), "pruned_mode": mode.rawValue,
      ]) { $1 }
  }

  /// Writes a mask of any model, whole or not at all.
  ///
  /// - Throws: `FileError.io`.
  private static func writeMask(
    _ mask: PruningMask, mode: PruningMode, to path: String, metadata: [String: String] = [:]
  ) throws {
    var metadata = described(metadata, mask, mode)
    metadata["format"] = maskFormat
    metadata["version"] = "1"
    var writer = SafetensorsWriter(metadata: metadata)
    for (index, site) in mask.sites.sites.enumerated() {
      writer.add(site.name, values: mask.isKept(site: index).map { $0 ? UInt8(1) : 0 })
    }
    try writer.write(to: path)
  }

  /// A tensor that the mask touches becomes `NAME_orig` and `NAME_mask`; the others stay.
  private static func writeTorchPrune(
    _ model: Checkpoint.Model, mask: PruningMask, mode: PruningMode, to path: String,
    elementType: ElementType, metadata: [String: String]
  ) throws {
    var metadata = metadata
    metadata["format"] = "txray.torch-prune"
    metadata["version"] = "1"
    metadata["cell"] = model.encoder.cells
    var writer = SafetensorsWriter(metadata: metadata)
    let originals = Dictionary(uniqueKeysWithValues: model.parameters.map { ($0.name, $0) })
    // What pruning does to a model of ones is the mask.
    for ones in try model.ones.pruned(by: mask, mode: mode).parameters {
      // A tied decoder that loses columns gets weights of its own: those of the embedding.
      let original = originals[ones.name] ?? model.encoder.embedding
      if ones.values.buffer.contains(0) {
        writer.add(
          "\(ones.name)_orig", shape: ones.shape, floats: original.values.array, as: elementType)
        writer.add("\(ones.name)_mask", shape: ones.shape, floats: ones.values.array, as: .float32)
      } else {
        writer.add(ones.name, shape: ones.shape, floats: original.values.array, as: elementType)
      }
    }
    try writer.write(to: path)
  }
}

extension PruningMask {
  /// Reads a keep-mask.
  ///
  /// - Throws: `TensorFileError`; ``PruningError/notAMask(path:tensor:)`` where a tensor isn't a vector of zeros
  ///   and ones; ``PruningError/differentSites(mask:model:)`` where it is not for these sites.
  public init(contentsOf path: String, sites: SiteList) throws {
    let file = try SafetensorsFile(path: path)
    guard file.metadata["format"] == PruningExport.maskFormat else {
      throw PruningError.notAMask(path: path, tensor: file.tensors.first?.name ?? "")
    }
    var rows: [Int] = []
    for site in sites.sites {
      guard let tensor = file.tensor(named: site.name), tensor.shape == [site.neurons],
        file.tensors.count == sites.sites.count
      else {
        let found = file.tensors.map { "\($0.name):\($0.count)" }.joined(separator: ",")
        throw PruningError.differentSites(mask: found, model: sites.description)
      }
      let values: [UInt8] = try file.integers(site.name)
      guard values.allSatisfy({ $0 < 2 }) else { throw PruningError.notAMask(path: path, tensor: site.name) }
      rows += values.indices.filter { values[$0] == 0 }.map { site.firstRow + $0 }
    }
    self.init(sites: sites, prunedRows: rows)
  }
}
