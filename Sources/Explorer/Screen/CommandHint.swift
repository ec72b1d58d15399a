/// A command worth a place in the bottom line, where its key is shown as the keymap has it.
struct CommandHint: Sendable {
  /// The command.
  let command: String
  /// What it does, in a word or two.
  let label: String
  /// Hints of lower priority are dropped first where space runs out.
  let priority: Int

  init(_ command: String, _ label: String, _ priority: Int) {
    self.command = command
    self.label = label
    self.priority = priority
  }
}

extension CommandHint {
  /// Those of a plot.
  static let plot = [
    CommandHint("down", "neuron", 8), CommandHint("next-stage", "stage", 6),
    CommandHint("next-pair", "compare", 5), CommandHint("mark", "mark", 5), CommandHint("zoom", "detail", 6),
    CommandHint("back", "table", 9), CommandHint("help", "help", 9),
  ]
}
