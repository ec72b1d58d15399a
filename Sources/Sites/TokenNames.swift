/// What the tokens of a sub-word vocabulary are called in snapshots. One rule for every source of activations, so that
/// tokens match by name wherever they were read.
public enum TokenNames {
  /// A name for each id from 0 to below `count`, each another: as it is to be read where no id before it took that, with
  /// spaces shown as U+2581; else as the vocabulary spells it; else the id.
  ///
  /// - Parameter candidates: how an id is to be read and how it is spelled, nil where it has no token.
  /// - Complexity: O(length of the names).
  public static func unique(
    count: Int, _ candidates: (Int) -> (readable: String?, spelled: String?)
  ) -> [String] {
    // Not by String, whose equality is blind to how a letter with an accent is composed.
    var taken: Set<[UInt8]> = []
    return (0..<count).map { id in
      let (readable, spelled) = candidates(id)
      let names = [readable?.replacing(" ", with: "\u{2581}"), spelled].compactMap { $0 }.filter {
        !$0.isEmpty
      }
      return names.first { taken.insert(Array($0.utf8)).inserted } ?? "<id \(id)>"
    }
  }
}
