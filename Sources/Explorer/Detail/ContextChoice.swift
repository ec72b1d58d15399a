import Measures
import NeuronPreferences

/// Which of a neuron's contexts are shown.
enum ContextChoice: Hashable, Sendable {
  /// Those where it fired strongest.
  case strongest
  /// A random sample of all it recorded, from the strongest down: the top alone misleads.
  case sample
  /// Those where it fired at such a token, of both.
  case token(String)

  /// What they are, for a heading.
  var title: String {
    switch self {
    case .strongest: "the strongest"
    case .sample: "a random sample"
    case .token(let text): "at \"\(text)\""
    }
  }
}

/// A firing with the text around it, and how often the same text was kept.
struct ShownContext {
  let context: FiringContext
  let times: Int

  /// The contexts of a choice, the strongest first, texts that say the same once. O(contexts of the row).
  ///
  /// - Throws: `SnapshotError` if the row is damaged.
  static func chosen(
    _ choice: ContextChoice, of row: Int, in snapshot: Snapshot
  ) throws(SnapshotError) -> [ShownContext] {
    guard let table = snapshot.contexts else { return [] }
    let pattern: TextPattern? =
      if case .token(let text) = choice { TextPattern(text, isWhole: true) } else { nil }
    let kept = try table.contexts(ofRow: row).filter { context in
      switch choice {
      case .strongest: context.selection == .top
      case .sample: context.selection == .sample
      case .token: pattern?.matches(snapshot.tokens.name(of: Int(context.tokens[context.center]))) ?? false
      }
    }
    let sorted = kept.sorted {
      ($0.activation.magnitude, $1.document, $1.position) > (
        $1.activation.magnitude, $0.document, $0.position
      )
    }
    var places: [[Int32]: Int] = [:]
    var firings: Set<[Int]> = []
    var shown: [ShownContext] = []
    // One that is both among the strongest and in the sample is one firing.
    for context in sorted where firings.insert([context.document, context.position]).inserted {
      let text = context.tokens + [Int32(context.center)]
      if let place = places[text] {
        shown[place] = ShownContext(context: shown[place].context, times: shown[place].times + 1)
      } else {
        places[text] = shown.count
        shown.append(ShownContext(context: context, times: 1))
      }
    }
    return shown
  }
}
