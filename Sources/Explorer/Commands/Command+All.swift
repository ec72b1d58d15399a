import Measures
import NeuronPreferences

extension Command {
  /// Every command, in the order of help.
  static let all: [Command] = moving + stages + neurons + marks + views + program

  private static let moving: [Command] = [
    Command("down", .moving, "next neuron", argument: .optional("COUNT")) { steps($0).map { .move($0) } },
    Command("up", .moving, "previous neuron", argument: .optional("COUNT")) { steps($0).map { .move(-$0) } },
    Command("left", .moving, "left in a plot, else previous stage") { _ in .moveAcross(-1) },
    Command("right", .moving, "right in a plot, else next stage") { _ in .moveAcross(1) },
    Command("half-page-down", .moving, "half a screen down") { _ in .scroll(halfPages: 1) },
    Command("half-page-up", .moving, "half a screen up") { _ in .scroll(halfPages: -1) },
    Command("page-down", .moving, "a screen down") { _ in .scroll(halfPages: 2) },
    Command("page-up", .moving, "a screen up") { _ in .scroll(halfPages: -2) },
    Command("top", .moving, "first neuron") { _ in .top },
    Command("bottom", .moving, "last neuron") { _ in .bottom },
    Command("go", .moving, "go to a neuron", argument: .required("NEURON")) { .goTo($0) },
  ]

  private static let stages: [Command] = [
    Command("stage", .stages, "show that stage", argument: .required("NUMBER"), candidates: .stages) {
      number($0).map { .showStage($0 - 1) }
    },
    Command("next-stage", .stages, "next stage, same neuron") { _ in .flipStage(1) },
    Command("previous-stage", .stages, "previous stage") { _ in .flipStage(-1) },
    Command("side-by-side", .stages, "stages side by side, or one") { _ in .toggleSideBySide },
    Command("next-pair", .stages, "compare the next two stages") { _ in .flipPair(1) },
    Command("previous-pair", .stages, "compare the two before") { _ in .flipPair(-1) },
    Command("pair", .stages, "compare two stages: pair 1-3", argument: .required("FROM-TO")) {
      (text) throws(CommandError) in
      do throws(MeasureError) {
        return .compare(try StagePair(numbers: text))
      } catch {
        throw .measure(error)
      }
    },
    Command("step", .stages, "next stage, compared with the one before") { _ in .step(1) },
    Command("step-back", .stages, "the stage before, likewise") { _ in .step(-1) },
    Command("play", .stages, "play the stages; any key stops") { _ in .play },
    Command("against-first", .stages, "step against the first stage, or not") { _ in .toggleAgainstFirst },
    Command("shares", .stages, "shares of mass, the paper's, or lift", argument: .optional("KIND")) { name in
      let kind = ShareKind(rawValue: name)
      return name.isEmpty || kind != nil ? .setShares(kind) : nil
    },
    Command("policy", .stages, "count wins, or firings") { _ in .changePolicy },
    Command("detail", .stages, "likes, lost and gained, activity", argument: .optional("PAGE")) { name in
      let page = DetailPage(rawValue: name)
      return name.isEmpty || page != nil ? .turnDetailPage(page) : nil
    },
    Command(
      "contexts", .stages, "contexts: strongest, a sample, at a token", argument: .optional("TOKEN")
    ) { .showContexts(at: $0.isEmpty ? nil : $0) },
    Command("zoom", .stages, "detail on the whole screen, or back") { _ in .toggleZoom },
  ]

  private static let neurons: [Command] = [
    Command("search", .neurons, "search by number or token", argument: .optional("TEXT")) {
      $0.isEmpty ? .openPrompt(.search) : .search($0)
    },
    Command("next-match", .neurons, "next match") { _ in .searchAgain(1) },
    Command("previous-match", .neurons, "previous match") { _ in .searchAgain(-1) },
    Command("token", .neurons, "who prefers a token? film|movie|act*", argument: .optional("TOKENS")) {
      $0.isEmpty ? .openPrompt(.token) : .findToken($0)
    },
    Command(
      "similar", .neurons, "neurons most like it: similar 1", argument: .optional("STAGE"),
      candidates: .stages
    ) { text in text.isEmpty ? .findSimilar(to: nil) : number(text).map { .findSimilar(to: $0 - 1) } },
    Command("text", .neurons, "which neurons fire at a text of your own?", argument: .optional("SENTENCE")) {
      $0.isEmpty ? .openPrompt(.text) : .readText($0)
    },
    Command("strongest", .neurons, "in your text: the neuron strongest here") { _ in .selectStrongest },
    Command("forgotten", .neurons, "lost wins: a fifth or fewer left, or none") { _ in .list(.forgotten) },
    Command("gained", .neurons, "won more: 5 times as many, or the first") { _ in .list(.gained) },
    Command("moved", .neurons, "most moved, and not by chance") { _ in .list(.moved) },
    Command("marked", .neurons, "marked neurons only") { _ in .list(.marked) },
    Command("all", .neurons, "all neurons") { _ in .list(.all) },
    Command("go-back", .neurons, "back to where you were before") { _ in .revisit(forward: false) },
    Command("go-forward", .neurons, "forward again") { _ in .revisit(forward: true) },
    Command(
      "filter", .neurons, "show some neurons: tag=NN moved>.1", argument: .optional("CONDITIONS"),
      candidates: .filters
    ) { $0.isEmpty ? .openPrompt(.filter) : .filter($0) },
    Command(
      "sort", .neurons, "sort by a column: sort wins@2", argument: .required("COLUMN"), candidates: .orders
    ) { .sort($0) },
    Command("sort-right", .neurons, "sort by the next column") { _ in .moveSort(1) },
    Command("sort-left", .neurons, "sort by the previous column") { _ in .moveSort(-1) },
    Command("reverse", .neurons, "reverse the order") { _ in .reverseSort },
    Command(
      "columns", .neurons, "choose columns: columns moved wins@1", argument: .optional("COLUMNS"),
      candidates: .measures
    ) { $0.isEmpty ? .toggleColumnChooser : .setColumns($0) },
  ]

  private static let marks: [Command] = [
    Command("mark", .marks, "mark or unmark, and move on") { _ in .toggleMark },
    Command("range", .marks, "begin a range of rows to mark") { _ in .toggleRange },
    Command("mark-all", .marks, "mark all neurons shown") { _ in .markAll },
    Command("unmark-shown", .marks, "take marks from all neurons shown") { _ in .unmarkShown },
    Command("unmark-all", .marks, "take all marks away") { _ in .unmarkAll },
    Command("note", .marks, "write a note to this neuron", argument: .required("TEXT")) { .note($0) },
    Command("notes", .marks, "neurons with a note; notes WORD", argument: .optional("WORD")) {
      .filter($0.isEmpty ? "note" : "note~\"\($0)\"")
    },
    Command("because", .marks, "mark this neuron and say why", argument: .required("REASON")) {
      .markBecause($0)
    },
    Command(
      "save-marks", .marks, "keep the marks as a list", argument: .required("NAME"), candidates: .lists
    ) { .saveMarks($0) },
    Command(
      "load-marks", .marks, "mark what a list holds", argument: .required("NAME"), candidates: .lists
    ) { .loadMarks($0) },
    Command("prune", .marks, "score the model without the marked") { _ in .prune },
    Command("prune-mode", .marks, "readout, recurrent, structural; zero, mean") { _ in .changePruningWay },
    Command("stop-pruning", .marks, "stop scoring") { _ in .stopPruning },
    Command("undo", .marks, "take the last mark back") { _ in .undo },
    Command("redo", .marks, "bring it back again") { _ in .redo },
  ]

  private static let views = ViewDescription.all.map { view in
    Command(view.name, .views, view.summary) { _ in .openView(view) }
  }

  private static let program: [Command] = [
    Command("back", .program, "close what is open, show all") { _ in .back },
    Command("help", .program, "this help") { _ in .toggleHelp },
    Command("palette", .program, "type a command") { _ in .openPrompt(.command) },
    Command("theme", .program, "change the colours", argument: .required("NAME"), candidates: .themes) {
      .theme($0)
    },
    Command(
      "save-display", .program, "write the screen as text", argument: .required("FILE"), candidates: .files
    ) { .saveDisplay($0, isReplacing: false) },
    Command(
      "save-display!", .program, "the same over a file that is there", argument: .required("FILE"),
      candidates: .files
    ) { .saveDisplay($0, isReplacing: true) },
    Command(
      "export", .program, "write it as .tsv .csv .json .md .tex", argument: .required("FILE [ROWS]"),
      candidates: .files
    ) { .export($0, isReplacing: false) },
    Command(
      "export!", .program, "the same over a file that is there", argument: .required("FILE [ROWS]"),
      candidates: .files
    ) { .export($0, isReplacing: true) },
    Command(
      "report", .program, "the marked neurons as a page", argument: .required("FILE.html"),
      candidates: .files
    ) { .report($0, isReplacing: false) },
    Command(
      "report!", .program, "the same over a file that is there", argument: .required("FILE.html"),
      candidates: .files
    ) { .report($0, isReplacing: true) },
    Command("link", .program, "copy the command that opens this") { _ in .showLink },
    Command("copy", .program, "copy the neuron and its tokens") { _ in .copy },
    Command("mouse", .program, "mouse on or off") { _ in .toggleMouse },
    Command("redraw", .program, "draw the screen anew") { _ in .redraw },
    Command("suspend", .program, "back to the shell; fg returns") { _ in .suspend },
    Command("leave", .program, "close the view, or quit") { _ in .leave },
    Command("quit", .program, "quit") { _ in .quit },
  ]

  private static func steps(_ text: String) -> Int? { text.isEmpty ? 1 : number(text) }

  private static func number(_ text: String) -> Int? {
    Int(text).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
  }
}
