import Experiments
import Files
import LanguageModels
import NeuronPreferences
import Sites
import TensorFiles

extension MessageSamples {
  static let files: [any Error] =
    [
      FileError.notFound(path: "film.txt"), FileError.isFolder(path: "films"),
      FileError.notARegularFile(path: "/dev/null"),
      FileError.sparse(path: "model.safetensors", bytes: 1 << 40, stored: 4096),
      FileError.leavesFolder(path: "run/corpora/film.txt", folder: "run"),
      FileError.notUTF8(path: "film.txt", byteOffset: 17, line: 2),
      FileError.lineTooLong(path: "film.txt", line: 2, limit: 1 << 24),
      FileError.carriageReturns(path: "film.txt"),
      FileError.tooLarge(path: "vocabulary.txt", limit: 1 << 30),
    ] + FileOperation.allCases.map { FileError.io(path: "film.txt", operation: $0, code: 5) }
    + ForeignFormat.allCases.map { FileError.foreign(path: "file", format: $0) }
    + GzipFault.allCases.map { FileError.corruptGzip(path: "film.txt.gz", offset: 4096, reason: $0) }

  static let tensorFiles: [any Error] =
    [
      TensorFileError.file(.notFound(path: "model.safetensors")),
      TensorFileError.truncated(path: "model.safetensors", expected: 4096, found: 100),
      TensorFileError.trailingBytes(path: "model.safetensors", expected: 4096, found: 4100),
      TensorFileError.headerTooLarge(path: "model.safetensors", length: 1 << 40, limit: 1 << 27),
      TensorFileError.unknownElementType(path: "model.safetensors", tensor: "head.weight", found: "F7"),
      TensorFileError.overlap(path: "model.safetensors", tensor: "head.weight", expected: 64, found: 32),
      TensorFileError.hole(path: "model.safetensors", tensor: "head.weight", expected: 32, found: 64),
      TensorFileError.outOfRange(path: "model.safetensors", tensor: "head.weight", start: 32, end: 9999),
      TensorFileError.wrongByteCount(
        path: "model.safetensors", tensor: "head.weight", expected: 16, found: 12),
      TensorFileError.missingTensor(path: "model.safetensors", tensor: "head.weight"),
      TensorFileError.wrongElementType(
        path: "model.safetensors", tensor: "head.weight", expected: [.float32, .float64], found: .int64),
      TensorFileError.wrongShape(
        path: "model.safetensors", tensor: "head.weight", expected: [2, 650], found: [2, 200]),
      TensorFileError.valueOutOfRange(path: "model.safetensors", tensor: "token.feature", index: 7),
    ]
    + headers.map { TensorFileError.badHeader(path: "model.safetensors", offset: 17, flaw: $0) }

  private static let headers: [JSONFlaw] = [
    .expected("a colon"), .endOfText, .textAfterEnd, .badString, .badInteger, .tooDeep,
    .tooManyElements(limit: 64),
    .duplicateKey("head.weight"), .missingKey("dtype"),
  ]

  static let pyTorchFiles: [any Error] = flaws.map {
    TensorFileError.pyTorch(path: "model.pt", offset: 17, flaw: $0)
  }

  private static let flaws: [PyTorchFlaw] = [
    .noDirectory, .badDirectory, .entryOutside(name: "data/0"),
    .entriesOverlap(name: "data/0", other: "data/1"),
    .contradictoryEntry(name: "data/0"), .duplicateEntry(name: "data/0"), .encryptedEntry(name: "data/0"),
    .unknownCompression(name: "data/0", method: 14),
    .inflationTooLarge(name: "data/0", claimed: 1 << 40, limit: 1 << 30), .corruptEntry(name: "data/0"),
    .pickleCount(0), .torchScript, .unknownVersion("9"), .bigEndian, .endOfPickle, .unknownOpcode(0x50),
    .missingOperand(opcode: 0x52), .wrongOperand(opcode: 0x52), .unknownMemo(7), .badText, .tooMuch(.nesting),
    .forbiddenGlobal("os.system"), .notPyTorch, .unknownProtocol(1000), .badTensor(name: "head.weight"),
    .unknownStorageType(tensor: "head.weight", type: "QStorage"),
    .missingStorage(tensor: "head.weight", key: "7"),
    .wrongStorageSize(key: "7", expected: 5200, found: 5000),
    .badShape(tensor: "head.weight", shape: [2, -1]), .badStrides(tensor: "head.weight", strides: [-1]),
    .outsideStorage(tensor: "head.weight", needed: 1300, count: 1200), .duplicateTensor(name: "head.weight"),
    .noTensors, .noTokens,
  ]

  static let models: [any Error] = [
    CheckpointError.unknownArchitecture(
      path: "model.pt", missing: .recurrentWeights, tensors: ["conv.weight", "conv.bias"]),
    CheckpointError.unsupportedCell(
      path: "model.pt", tensor: "rnn.weight_hh_l0", shape: [1000, 200], cell: nil),
    CheckpointError.ambiguousCell(
      path: "model.pt", tensor: "rnn.weight_hh_l0", candidates: [.rnnTanh, .rnnRelu]),
    CheckpointError.transformer(path: "gpt2", TransformerTraits(modelType: "gpt2", tensors: [])),
    CheckpointError.notAModelFolder(path: "folder", found: ["notes.txt"]),
    CheckpointError.ambiguousPart(
      path: "model.pt", part: .recurrentLayers, candidates: ["a.rnn", "b.rnn"], prefixes: ["a.", "b."]),
    CheckpointError.ambiguousPart(
      path: "model.pt", part: .head, candidates: ["a.weight", "b.weight"], prefixes: []),
    CheckpointError.unsupportedPart(path: "model.pt", tensor: "rnn.weight_ih_l0", part: .quantized),
    CheckpointError.unsupportedPart(path: "model.pt", tensor: "rnn.weight_hr_l0", part: .projection),
    CheckpointError.unsupportedPart(path: "model.pt", tensor: "rnn.weight_hh_l0_g", part: .parametrization),
    CheckpointError.unsupportedPart(
      path: "model.pt", tensor: "rnn.weight_ih_l0", part: .wideOneHot(limit: 8192)),
    CheckpointError.unusedTensors(path: "model.pt", names: ["ln.weight", "ln.bias"]),
    CheckpointError.unusedBehindEncoder(path: "model.pt", names: ["attention.weight"]),
    CheckpointError.needsActivation(path: "model.pt", layers: ["fc.weight", "output.weight"]),
    CheckpointError.unscorableHead(path: "model.pt", tensor: "out.weight", outputs: 5000, limit: 1000),
    CheckpointError.notTrainable(path: "model.pt", tensor: "rnn.weight_ih_l0_reverse"),
    CheckpointError.wrongShape(
      path: "model.pt", tensor: "decoder.weight", expected: [10_000, 650], found: [7]),
    CheckpointError.vocabularyMismatch(
      checkpoint: "model.pt", rows: 10_000, vocabulary: "vocabulary.txt", tokens: 9_999),
    CheckpointError.lacks(path: "model.pt", part: .decoder),
    CheckpointError.notACheckpoint(path: "snapshot.safetensors", format: "snapshot"),
    CheckpointError.unsupportedVersion(path: "model.safetensors", found: "9"),
    TrainingError.notFinite(epoch: 2, step: 140, rate: 20),
    TrainingError.tooLittleText(tokens: 30, needed: 40),
    TrainingError.foreignState(path: "checkpoints/pretrain.state", reason: "it has other settings"),
  ]

  static let snapshots: [any Error] = [
    SnapshotError.file(.truncated(path: "snapshot.safetensors", expected: 4096, found: 100)),
    SnapshotError.notASnapshot(path: "model.safetensors", format: nil),
    SnapshotError.unsupportedVersion(path: "snapshot.safetensors", found: "9", supported: 1),
    SnapshotError.badMetadata(path: "snapshot.safetensors", key: "seed", found: "x"),
    SnapshotError.inconsistent(path: "snapshot.safetensors", tensor: "token.rows", index: 7),
    SnapshotError.differentSites(a: "lstm.0:200", b: "lstm.0:650"),
    SnapshotError.differentPolicies(a: .max1, b: .top(3)),
    SnapshotError.differentFeatures(a: nil, b: "last piece"),
    SnapshotError.differentTokenizers(
      a: "BPE sha256:0123456789abcdef", b: "WordPiece sha256:fedcba9876543210"),
    SnapshotError.noTags(path: "snapshot.safetensors"),
    MergeError.unfit([.damaged(.noTags(path: "part1.safetensors"))]),
    MergeError.unfit([
      .foreign(path: "part2.safetensors", what: .seed, expected: "1", found: "2"),
      .duplicate(path: "part3.safetensors", of: "part4.safetensors", block: 7, site: "lstm.0"),
    ]),
    MergeError.incomplete(MissingParts(blocks: [3, 11], blockCount: 64, sites: ["lstm.1"])),
    MergeError.file(.file(.file(.io(path: "merged.safetensors", operation: .write, code: 28)))),
    CollectionError.outOfRange(what: "neurons", found: 0, allowed: 1...1 << 24),
    CollectionError.needsThresholds(.quantile(0.99)),
    ParentError.differentSizes(own: "650 neurons", parent: "200"),
    ParentError.unrelated(own: "finetune.safetensors", parent: "other.safetensors"),
    StageModelError.noCheckpoint(stage: "zero-shot", path: "checkpoints/pretrain.safetensors"),
    StageModelError.onlyRecorded(stage: "step 500", model: "step-500"),
    StageModelError.noLogits(stage: "pretrain", neuron: NeuronID(site: "lstm.0", index: 60)),
    StageModelError.otherTokenizer(stage: "tuned", path: "models/tuned"),
    StageModelError.otherCheckpoint(stage: "zero-shot", path: "checkpoints/pretrain.safetensors"),
    StageModelError.otherSites(path: "model.safetensors", found: "lstm.0:650", expected: "lstm.0:200"),
  ]
}
