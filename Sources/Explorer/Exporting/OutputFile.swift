import Files

/// A file that a command writes, over one that is there only if it is asked to.
public struct OutputFile: Sendable {
  let path: String
  /// The command: "export". With "!" behind its name it writes over what is there.
  let command: String
  /// Whether a file that is there is written over.
  let isReplacing: Bool

  /// Writes it whole, and says what came of it: the line that `body` returns, or why there is no file.
  func write(describe: (any Error) -> String, _ body: (FileSink) throws -> String) -> EffectResult {
    guard isReplacing || !AtomicFile.wouldReplace(path) else {
      return .failed("\(path) is there already: \"\(command)! FILE\" writes over it")
    }
    do {
      var said = ""
      try AtomicFile.write(path: path) { said = try body($0) }
      return .done(said)
    } catch {
      return .failed(describe(error))
    }
  }
}
