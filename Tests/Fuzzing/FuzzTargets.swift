// Feeds libFuzzer's inputs to the readers of files that may come from strangers; see run.
import Corpora
import Explorer
import Files
import Glibc
import NeuronPreferences
import Recordings
import Runs
import Settings
import TensorFiles
import TerminalUI
import Tokenizers
import Transformers

/// Which reader the input is for: the environment's FUZZ.
private let kind = String(cString: getenv("FUZZ"))

/// A folder in memory, in which the input takes the place of one file.
private let folder: String = {
  var name = Array("/dev/shm/txray-fuzz-XXXXXX".utf8CString)
  guard mkdtemp(&name) != nil else { fatalError("no folder can be made in /dev/shm") }
  let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  if let model = getenv("FUZZ_MODEL") { symlink(String(cString: model), folder + "/model.safetensors") }
  return folder
}()

/// What stands before and after a bare pickle in a legacy file without storages.
private let prologue: [UInt8] =
  [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
  + [0x80, 2, 0x4D, 0xE9, 3, 0x2E] + [0x80, 2, 0x7D, 0x2E]
private let epilogue: [UInt8] = [0x80, 2, 0x5D, 0x2E]

/// The input as a file of that name.
private func file(_ name: String, _ bytes: [UInt8]) -> String {
  let path = "\(folder)/\(name)"
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  defer { close(descriptor) }
  guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count else {
    fatalError("the file in memory can't be written")
  }
  return path
}

/// Reads one input. Every trap, hang and sanitizer's report is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  do {
    switch kind {
    case "safetensors": try readTensors(file("x", bytes))
    case "zip", "legacy": try readArchive(file("x", bytes))
    case "pickle": try readArchive(file("x", prologue + bytes + epilogue))
    case "gguf": try readGGUF(file("x", bytes))
    case "snapshot": try readSnapshot(file("x", bytes))
    case "recording": try readRecording(file("x", bytes))
    case "run-toml":
      _ = file("run.toml", bytes)
      _ = try StageList(RunFolder(folder))
      try walk(SettingsTable(parsing: text, path: "run.toml"))
    case "theme":
      _ = file("x.toml", bytes)
      _ = try ThemeLibrary(folders: [folder]).theme("x")
    case "configuration":
      _ = try ExplorerConfiguration(contentsOf: file("config.toml", bytes))
      _ = try ExplorerMemory(contentsOf: file("state.toml", bytes))
    case "script": _ = try Script(parsing: text, path: "keys")
    case "marks":
      let log = try MarkLog(path: file("marks.jsonl", bytes))
      for neuron in log.marked { _ = log.state(of: neuron) }
    case "metrics":
      _ = file("metrics.jsonl", bytes)
      let curves = try TrainingMetrics(RunFolder(folder)).curves
      let losses = curves.flatMap(\.epochs).compactMap(\.loss)
      _ = PlotAxis("loss", covering: losses).ticks(atMost: 8)
    case "vocabulary": _ = try Vocabulary(contentsOf: file("x", bytes))
    case "tokenizer":
      let tokenizer = try Tokenizer(tokenizerJSON: bytes, path: "x")
      for text in ["The film's 3 naïve  caf\u{e9}s\n\u{301}中文", "", " a"] {
        _ = try tokenizer.encode(Array(text.utf8), addingSpecialTokens: true, readsSpecialTokens: true)
      }
    case "config":
      _ = file("config.json", bytes)
      _ = try Transformer(path: folder).weightFiles
    default: fatalError("no such kind: \(kind)")
    }
  } catch {
    // A file that is refused, by any of the typed errors.
  }
  return 0
}

private func readTensors(_ path: String) throws {
  let file = try SafetensorsFile(path: path)
  for tensor in file.tensors { _ = try file.withUnsafeBytes(of: tensor.name) { $0.reduce(0, ^) } }
}

private func readArchive(_ path: String) throws {
  let file = try TensorArchive(path: path)
  // Larger ones only by honest expansion of small storages; writing them out takes long.
  for tensor in file.tensors where tensor.byteCount < 1 << 20 {
    let sum = try file.withUnsafeBytes(of: tensor.name) { $0.reduce(0, ^) }
    if tensor.elementType.isFloatingPoint, sum == 0 { _ = try file.floats(tensor.name) }
  }
}

private func readGGUF(_ path: String) throws {
  let file = try GGUFFile(path: path)
  _ = file.metadata.count
  if GGUFFile.isOne(path: path) { _ = try Transformer(path: path).weightFiles }
}

private func readSnapshot(_ path: String) throws {
  let snapshot = try Snapshot(path: path)
  for row in 0..<min(snapshot.neuronCount, 64) {
    _ = snapshot.moments?.standardDeviation(ofRow: row)
    _ = snapshot.moments?.histogram(ofRow: row)
    _ = snapshot.parent?.correlation(ofRow: row)
    _ = try snapshot.contexts?.contexts(ofRow: row)
  }
  _ = try SnapshotMerge([snapshot])
  guard snapshot.neuronCount <= 4096 else { return }
  var transfer = try Transfer(snapshot, snapshot)
  try transfer.test(snapshot, snapshot, permutations: 9, seed: 1, threads: 1)
  if let tags = snapshot.tags { _ = try TagShares(tags) }
  _ = RankedMass(snapshot.tokens)
}

private func readRecording(_ path: String) throws {
  let recording = try Recording(path: path)
  _ = recording.tokenNames().count
  for place in 0..<min(recording.documentCount, 16) { _ = recording.document(at: place) }
}

/// Asks every key of a table for every type.
private func walk(_ table: SettingsTable) throws {
  for key in table.keys {
    _ = (try? table.string(key), try? table.integer(key), try? table.double(key), try? table.strings(key))
    _ = (table.line(of: key), nearest(to: key, among: ["corpora", "stages"]))
    if let inner = try? table.table(key) { try walk(inner) }
    for inner in (try? table.tables(key)) ?? [] { try walk(inner) }
  }
}
