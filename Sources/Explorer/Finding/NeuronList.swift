/// The neurons one key away.
public enum NeuronList: String, CaseIterable, Hashable, Sendable {
  /// Those that lost all or most of their wins between the stages compared.
  case forgotten
  /// Those that came to win, or to win several times as often.
  case gained
  /// All that can be compared, the most changed first.
  case moved
  /// Those that are marked.
  case marked
  /// Those that answer a question about preferences.
  case ranked
  /// All.
  case all

  /// Whether it holds neurons by what became of them between two stages.
  var isOfVerdicts: Bool { [.forgotten, .gained, .moved].contains(self) }
}
