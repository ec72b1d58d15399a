import Files

/// What the snapshots of a training's epochs are called.
public struct EpochName: Hashable, Sendable {
  /// The training: `pretrain`.
  public let training: String
  /// The epoch, 0 for the untrained network.
  public let epoch: Int

  /// An epoch of a training.
  public init(training: String, epoch: Int) { (self.training, self.epoch) = (training, epoch) }

  /// Reads `TRAINING-epoch-N`; nil for any other name.
  public init?(_ name: String) {
    let mark = "-epoch-"
    guard let range = name.ranges(of: mark).last, let epoch = Int(name[range.upperBound...]), epoch >= 0,
      case let training = String(name[..<range.lowerBound]), !training.isEmpty,
      name == "\(training)\(mark)\(epoch)"
    else { return nil }
    self.init(training: training, epoch: epoch)
  }

  /// What the checkpoint is called, where it is kept.
  public var checkpoint: String { "\(training)-epoch-\(epoch)" }

  /// What takes a stage's place in the paths of its snapshots, which lie in a folder of their own.
  public var snapshot: String { "epochs/\(checkpoint)" }
}

extension RunFolder {
  /// The epochs of a training that have snapshots, rising.
  ///
  /// - Throws: `FileError.io`.
  public func epochs(ofTraining training: String) throws(FileError) -> [EpochName] {
    let files: [String]
    do throws(FileError) {
      files = try Files.names(inFolder: "\(snapshots)/epochs")
    } catch .notFound {
      return []
    }
    return files.compactMap { EpochName(Self.stageName(ofSnapshotAt: $0)) }
      .filter { $0.training == training }.sorted { $0.epoch < $1.epoch }
  }
}
