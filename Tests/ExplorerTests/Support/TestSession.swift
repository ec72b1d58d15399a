import Explorer
import SyntheticRuns
import TerminalUI

/// A session on the synthetic run, without a terminal.
enum TestSession {
  static func make(
    _ width: Int, _ height: Int, depth: ColorDepth = .colors256, repertoire: Repertoire = .unicode,
    run: Run? = nil, permutations: Int = 19,
    prune: @escaping ExplorerSession.Surroundings.Prune = MadeUpPruning.score
  ) throws -> ExplorerSession {
    let session = ExplorerSession(
      run: try run ?? Run.open([SyntheticRun.folder]), size: Size(width: width, height: height),
      appearance: Appearance(capabilities: Capabilities(colorDepth: depth, repertoire: repertoire)),
      surroundings: ExplorerSession.Surroundings(readText: MadeUpReading.read, prune: prune),
      permutations: permutations)
    session.waitUntilIdle()
    return session
  }
}

extension ExplorerSession {
  /// Presses keys by their names, waiting for what each asks for.
  func press(_ names: String) {
    for key in Key.sequence(names) ?? [] {
      send(.key(key))
      waitUntilIdle()
    }
  }

  /// Types text, key by key.
  func type(_ text: String) {
    for character in text {
      send(.key(.character(character)))
      waitUntilIdle()
    }
  }

  /// The screen as text.
  var screen: String { draw().lines.joined(separator: "\n") }
}
