/// The neurons one key away.
public enum NeuronList: String, CaseIterable, Hashable, Sendable {
  /// Those that lost all their wins between the stages compared.
  case forgotten
  /// Those that came to win.
  case gained
  /// All that can be compared, the most changed first.
  case moved
  /// Those that are marked.
  case marked
  /// Those that answer a question about preferences.
  case ranked
  /// All.
  case all
}
