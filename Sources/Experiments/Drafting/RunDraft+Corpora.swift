import Corpora
import Files
import Runs

extension RunDraft {
  /// The name of the text at a path: that of an earlier stage's if it is the same.
  mutating func corpus(at path: String) throws -> String {
    guard isThere(path), !isFolder(path) else { throw RunDraftError.noCorpus(path: path) }
    let source = absolute(path)
    if let known = corpora.first(where: { $0.source == source }) { return known.name }
    let guess = try CorpusGuess(path: path, text: options.text, label: options.label)
    for column in [options.text, options.label].compactMap(\.self)
    where !guess.columns.isEmpty && !guess.columns.contains(column) {
      throw RunDraftError.noSuchColumn(column, path: path, known: guess.columns)
    }
    let file = RunFolder.lastName(of: source)
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    let name = unused(stem.isEmpty ? "text" : stem) { name in corpora.contains { $0.name == name } }
    let root = absolute(folder.path) + "/"
    let isInside = source.hasPrefix(root)
    let inRun =
      isInside
      ? String(source.dropFirst(root.count))
      : "corpora/" + unused(file) { name in corpora.contains { $0.path == "corpora/\(name)" } }
    corpora.append(Corpus(name: name, source: source, path: inRun, guess: guess))
    return name
  }

  private func unused(_ name: String, _ isTaken: (String) -> Bool) -> String {
    guard isTaken(name) else { return name }
    return (2...).lazy.map { "\($0)-\(name)" }.first { !isTaken($0) } ?? name
  }

  /// Makes the run: its folder, copies of the texts, and last `run.toml`. Nothing that is there is written over.
  ///
  /// - Throws: `RunDraftError.exists`, `FileError`.
  public func write() throws {
    guard !folder.exists(folder.settings) else { throw RunDraftError.exists(path: folder.settings) }
    try makeFolder(folder.path)
    for corpus in corpora where absolute(folder.resolve(corpus.path)) != corpus.source {
      try makeFolder(folder.resolve("corpora"))
      let file = try MappedFile(path: corpus.source)
      try NewFile.write(path: folder.resolve(corpus.path)) { sink in
        try file.withUnsafeBytes { try sink.write($0) }
      }
    }
    try NewFile.write(path: folder.settings) { try $0.write(text) }
  }
}
