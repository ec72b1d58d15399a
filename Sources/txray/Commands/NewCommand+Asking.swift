import Experiments
import Files

/// Questions on a terminal for what the command line left out.
extension NewCommand {
  /// Stages one by one, until an empty answer.
  func askedStages() -> [RunDraft.Request] {
    var requests: [RunDraft.Request] = []
    MessageStream.say("Which models, in the order of their training? An empty line ends the list.")
    while let answer = Question.ask("  name=model: ") { requests.append(Self.request(answer)) }
    return requests
  }

  /// Whether a model reads a text; a recording brings its own.
  func needsText(_ path: String) -> Bool {
    (try? ModelReference(name: "", paths: [path]).kind()) != .recording
  }

  /// Which model was trained from which, where nothing says so; nil where nothing was to be asked.
  func askedParents(_ draft: RunDraft) -> [String: String]? {
    guard Question.canBeAsked, parent.isEmpty else { return nil }
    var parents: [String: String] = [:]
    for (before, model) in zip(draft.models, draft.models.dropFirst())
    where model.kind != .recording && before.kind == model.kind && model.reference.parent == nil {
      let (child, parent) = (model.reference.name, before.reference.name)
      let answer = Question.ask("Was \(child) trained from \(parent)? [y/N] ")?.lowercased()
      if answer == "y" || answer == "yes" { parents[child] = parent }
    }
    return parents.isEmpty ? nil : parents
  }
}
