import Experiments
import Files
import Runs

/// Questions on a terminal for what the command line left out.
extension NewCommand {
  /// The text that models read, asked for until it can be read; nil for an empty answer.
  func askedText() -> String? {
    let question = "Which text do the models read? Its path; an empty line for none: "
    while let path = Question.ask(question) {
      do {
        _ = try CorpusGuess(path: path, text: textColumn, label: labelColumn)
        return path
      } catch {
        MessageStream.say("  \(FailureReport.text(error))")
      }
    }
    return nil
  }

  /// Stages one by one, until an empty answer; what can't be read is said at once, and asked for again.
  func askedStages(_ folder: RunFolder, text: String?) -> [RunDraft.Request] {
    var requests: [RunDraft.Request] = []
    MessageStream.say("Which models, in the order of their training? One a line, as in base=models/base;")
    MessageStream.say("an empty line ends the list.")
    while let answer = Question.ask("  name=path: ") {
      let request = Self.request(answer)
      do {
        _ = try RunDraft(folder, requests + [request], options(last: request.name, text: text))
        requests.append(request)
      } catch RunDraftError.noSuchStage {
        // An option is about a stage that is still to come; the whole list is looked at once more.
        requests.append(request)
      } catch {
        MessageStream.say("  \(FailureReport.text(error))")
      }
    }
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
