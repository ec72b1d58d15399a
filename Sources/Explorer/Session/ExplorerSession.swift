import Files
import Measures
import NeuronPreferences
import Runs
import TerminalUI

/// An explorer at work: it holds the state, applies actions, and sees to it that their effects are done.
///
/// It belongs to one thread. Background work leaves its results in an inbox; `takeResults` applies them.
public final class ExplorerSession {
  /// What the terminal is to be asked for, and what to ask of the program around it.
  public struct Surroundings {
    /// Where themes are found.
    public var themes: ThemeLibrary
    /// Called from other threads when a result of background work is there.
    public var wake: @Sendable () -> Void
    /// Words for what went wrong.
    public var describe: @Sendable (any Error) -> String
    /// What the models of all stages make of a text; called from another thread.
    public var readText: @Sendable (String) throws -> TextReading
    /// Scores a pruning; called from another thread. Asked every now and then, the second argument says
    /// whether to give up; the third takes what is known so far.
    public typealias Prune =
      @Sendable (
        PruningRequest, @escaping @Sendable () -> Bool, (PruningOutcome) -> Void
      ) throws -> PruningOutcome
    /// Scores a pruning.
    public var prune: Prune

    /// Describes what is around a session.
    public init(
      themes: ThemeLibrary = ThemeLibrary(folders: []), wake: @escaping @Sendable () -> Void = {},
      describe: @escaping @Sendable (any Error) -> String = { "\($0)" },
      readText: @escaping @Sendable (String) throws -> TextReading = { _ in
        throw TextReading.Fault("There is no model here to read your text")
      },
      prune: @escaping Prune = { _, _, _ in throw PruningOutcome.Fault("There is no model here to prune") }
    ) {
      self.themes = themes
      self.wake = wake
      self.describe = describe
      self.readText = readText
      self.prune = prune
    }
  }

  /// The state as it is.
  public private(set) var state: ExplorerState
  /// How things look.
  public private(set) var appearance: Appearance
  private let surroundings: Surroundings
  private let work: BackgroundWork
  private let marks: MarkStore
  private var themeWatch: ThemeWatch
  /// What the owner of the terminal has not done yet.
  private var requests: [TerminalRequest] = []

  /// Opens a run on a screen, and starts what has to be done first.
  public init(
    run: Run, size: Size, appearance: Appearance, surroundings: Surroundings = Surroundings(),
    configuration: ExplorerConfiguration = ExplorerConfiguration(),
    permutations: Int = ChangeCriteria.permutations,
    memory: ExplorerMemory? = nil, place: OpeningPlace? = nil
  ) {
    let opening = ExplorerState.opening(
      run, size: size, keymap: configuration.keymap, themes: surroundings.themes.names,
      themeName: appearance.theme.name, isMouseOn: configuration.isMouseOn, permutations: permutations,
      memory: memory, place: place)
    state = opening.state
    self.appearance = appearance
    themeWatch = ThemeWatch(path: surroundings.themes.path(of: appearance.theme.name))
    self.surroundings = surroundings
    work = BackgroundWork(wake: surroundings.wake)
    marks = MarkStore(path: run.folder.marks, sites: run.sites)
    perform(opening.effects)
  }

  /// The screen as it is now.
  public func draw() -> Grid { Screen.draw(state, appearance: appearance) }

  /// Applies an action, and starts its effects.
  public func send(_ action: Action) { perform(state.reduce(action)) }

  /// Applies what came from the terminal.
  public func handle(_ event: InputEvent) {
    switch event {
    case .key(let key): send(.key(key))
    case .mouse(let event): send(.mouse(event))
    case .paste(let text): send(.paste(text))
    case .resize(let size): send(.resize(size))
    case .wake: takeResults()
    case .caughtUp: break
    case .endOfInput: requests.append(.quit)
    }
  }

  /// Takes out what the owner of the terminal has to do.
  public func takeRequests() -> [TerminalRequest] {
    defer { requests = [] }
    return requests
  }

  /// Applies the results that background work has left.
  public func takeResults() {
    for result in work.inbox.take() { send(.finished(result)) }
  }

  /// Gives background work so many milliseconds to finish, so that quick answers need no frame of their own.
  public func settle(milliseconds: Int) {
    work.wait(milliseconds: milliseconds)
    takeResults()
    // An answer may have asked for more: a comparison for sorting.
    work.wait(milliseconds: milliseconds)
    takeResults()
  }

  /// Whether something is to be shown once the keys rest.
  public var awaitsRest: Bool { state.detailNeuron != state.neuron }

  /// The same at the opening, where a short run is compared and tested before anything is shown: a frame that
  /// is replaced at once costs a slow line more than the moment it comes earlier.
  public func settleOpening(milliseconds: Int, tests: Int) {
    settle(milliseconds: milliseconds)
    work.waitForTests(milliseconds: tests)
    settle(milliseconds: milliseconds)
  }

  /// Waits until all effects are done, those of their results too, and shows what waits for rest.
  public func waitUntilIdle() {
    var results: [EffectResult]
    repeat {
      work.wait()
      results = work.inbox.take()
      for result in results { send(.finished(result)) }
    } while !results.isEmpty
    send(.rest)
  }

  /// Waits until marks are in the file, and for nothing else: comparisons, prunings and texts may still be at work.
  /// To be called before the end.
  public func finish() { work.stop() }

  /// Takes in the theme's file anew if it has been changed.
  public func refreshTheme() {
    if themeWatch.hasChanged { setTheme(appearance.theme.name) }
  }

  /// What to remember for the next session, beside what `memory` holds of other runs.
  public func remembered(in memory: ExplorerMemory) -> ExplorerMemory { state.remembered(in: memory) }

  /// Shows a line for the user, until a key is pressed.
  public func say(_ text: String, isError: Bool = false) {
    send(.finished(isError ? .failed(text) : .done(text)))
  }

  /// Looks for marks that others have made since.
  public func refreshMarks() { perform([.readMarks]) }

  private func perform(_ effects: [Effect]) {
    for effect in effects { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    let describe = surroundings.describe
    switch effect {
    case .openPolicy(let files):
      work.open(files, labels: state.run.stages.map(\.label), describe: describe)
    case .openAside(let request):
      work.open(
        request, stages: state.setAside[request.files.kind]?.stages, labels: state.run.stages.map(\.label),
        describe: describe)
    case .compare(let compared): work.compare(compared, of: state.run.reading, describe: describe)
    case .test(let compared, let permutations):
      work.compare(compared, of: state.run.reading, permutations: permutations, describe: describe)
    case .rank(let question, let stage):
      work.rank(question, stage: stage, of: state.run.reading, describe: describe)
    case .summarise(let stage): work.summarise(stage, of: state.run.reading, describe: describe)
    case .measureLengths(let subject, let rows):
      work.measureLengths(subject, rows: rows, of: state.run.reading)
    case .overlook(let subject, let comparison, let entropies):
      work.overlook(
        subject, comparison, entropies: entropies, of: state.run.reading, describe: describe)
    case .film(let row): work.film(row, of: state.run.reading, describe: describe)
    case .wait(let milliseconds, let number): work.wait(milliseconds, number: number)
    case .readMetrics:
      work.runOnFiles { [folder = state.run.folder] in
        do throws(FileError) {
          return .metrics(try TrainingMetrics(folder), fault: nil)
        } catch {
          return .metrics(
            TrainingMetrics(), fault: "The training's metrics can't be read: \(describe(error))")
        }
      }
    case .arrange(let request): work.arrange(request)
    case .find(let search): work.find(search)
    case .appendMarks(let changes):
      work.runOnFiles { [marks] in
        do {
          return .marks(try marks.append(changes))
        } catch {
          return .failed("The mark is not kept: \(describe(error))")
        }
      }
    case .readMarks:
      work.runOnFiles { [marks] in
        do {
          return try marks.refresh().map { .marks($0) }
        } catch {
          return .failed("Marks can't be read: \(describe(error))")
        }
      }
    case .readText(let text, let request):
      work.readText(text, request: request, with: surroundings.readText, describe: describe)
    case .prune(let request): work.prune(request, with: surroundings.prune, describe: describe)
    case .stopPruning(let number): work.stopPruning(before: number)
    case .export(let export):
      work.runOnFiles { export.write(describe: describe) }
    case .report(let report, let file):
      work.runOnFiles { report.write(to: file, describe: describe) }
    case .saveDisplay(let file): send(.finished(saveDisplay(file)))
    case .terminal(.setTheme(let name)): setTheme(name)
    case .terminal(let request): requests.append(request)
    }
  }

  private func saveDisplay(_ file: OutputFile) -> EffectResult {
    file.write(describe: surroundings.describe) { sink in
      try sink.write(draw().lines.joined(separator: "\n") + "\n")
      return "The screen is in \(file.path)"
    }
  }

  private func setTheme(_ name: String) {
    themeWatch = ThemeWatch(path: surroundings.themes.path(of: name))
    do {
      appearance = Appearance(
        theme: try surroundings.themes.theme(name), capabilities: appearance.capabilities)
    } catch {
      send(.finished(.failed(surroundings.describe(error))))
    }
  }
}
