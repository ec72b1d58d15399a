import Explorer
import Files
import Glibc
import NcursesTerminal
import TerminalUI

/// Connects the explorer to its surroundings: the terminal, themes, wording of errors.
struct Exploration {
  /// What the user has set, in the file and on the command line.
  let configuration: ExplorerConfiguration
  /// A text to open with, nil for none.
  var text: String?
  /// Where to begin; empty for where the user left the run.
  var place = OpeningPlace.Words()

  /// How long a frame waits for background work, so that quick answers don't cost a second frame.
  private static let patience = 4
  /// How long the first frame waits for the distances to be held against chance.
  private static let openingPatience = 80
  /// How long keys must rest for the detail to follow the cursor.
  private static let rest = Duration.milliseconds(40)
  /// How often marks made elsewhere are looked for.
  private static let marksInterval = Duration.seconds(2)

  /// Opens a run in the terminal, and returns when the user quits.
  ///
  /// - Parameter input: where keys come from.
  func show(input: Int32 = 0, _ open: () throws -> Run) throws {
    let themes = ThemeLibrary.standard(environment: Self.environment, executablePath: Self.executablePath)
    // Report problems with the run or the theme before taking over the screen.
    let run = try open()
    let place = try OpeningPlace(self.place, in: run)
    let theme = try configuration.theme.map { try themes.theme($0) } ?? .builtIn
    var options = TerminalOptions(environment: Self.environment, input: input)
    options.isASCIIOnly = configuration.isASCIIOnly
    options.isMouseOn = configuration.isMouseOn
    NcursesTerminal.explainFaults(by: MappedFile.explainFault)
    let terminal = try NcursesTerminal(options) { asked, used in
      MessageStream.say("txray: terminal type \"\(asked)\" is not known; trying \(used)")
    }
    defer { terminal.close() }
    let waker = Waker()
    let (memory, greeting) = StateFile.read(environment: Self.environment)
    let reader = TextReader(run)
    let session = ExplorerSession(
      run: run, size: terminal.size,
      appearance: Appearance(theme: theme, capabilities: terminal.capabilities),
      surroundings: ExplorerSession.Surroundings(
        themes: themes, wake: { waker.wake() }, describe: FailureReport.text,
        readText: reader.read, prune: PruningRunner(run).score),
      configuration: configuration, memory: memory, place: place)
    if memory == nil {
      session.say(greeting ?? Wording.welcome(configuration.keymap), isError: greeting != nil)
    }
    if let text { session.send(.readText(text)) }
    session.settleOpening(milliseconds: 2 * Self.patience, tests: Self.openingPatience)
    session.send(.rest)
    terminal.draw(session.draw())
    while !serve(session, terminal) {
      let events = terminal.events(timeout: session.awaitsRest ? Self.rest : Self.marksInterval)
      if events.isEmpty {
        if session.awaitsRest {
          session.send(.rest)
        } else {
          session.refreshMarks()
          session.refreshTheme()
        }
      }
      for event in events { session.handle(event) }
      session.settle(milliseconds: Self.patience)
      // Over a slow line, keys pile up until the previous frame has arrived; the next one shows them all.
      if !terminal.isBehind { terminal.draw(session.draw()) }
    }
    session.finish()
    terminal.close()
    StateFile.write(session.remembered, environment: Self.environment)
  }

  /// Plays a script on a run, without a terminal.
  func play(_ script: Script, on run: Run) throws {
    let themes = ThemeLibrary.standard(environment: Self.environment, executablePath: Self.executablePath)
    let theme = try configuration.theme.map { try themes.theme($0) } ?? .builtIn
    let place = try OpeningPlace(self.place, in: run)
    let capabilities = Capabilities(
      colorDepth: .colors256, repertoire: configuration.isASCIIOnly ? .ascii : .unicode)
    let reader = TextReader(run)
    let session = ExplorerSession(
      run: run, size: Size(width: 80, height: 24),
      appearance: Appearance(theme: theme, capabilities: capabilities),
      surroundings: ExplorerSession.Surroundings(
        themes: themes, describe: FailureReport.text, readText: reader.read,
        prune: PruningRunner(run).score),
      configuration: configuration, place: place)
    if let text { session.send(.readText(text)) }
    try session.play(script)
    session.finish()
  }

  /// Carries out what the explorer asks of the terminal. Returns whether it asked to quit.
  private func serve(_ session: ExplorerSession, _ terminal: NcursesTerminal) -> Bool {
    var hasQuit = false
    for request in session.takeRequests() {
      switch request {
      case .quit: hasQuit = true
      case .suspend: terminal.suspend()
      case .redraw: terminal.redraw()
      case .setMouse(let isOn): terminal.isMouseOn = isOn
      case .copy(let text):
        do {
          try terminal.copy(text)
        } catch {
          session.say(FailureReport.text(error), isError: true)
          terminal.draw(session.draw())
        }
      case .setTheme: break
      }
    }
    return hasQuit
  }

  /// The variables that terminal and themes depend on.
  static var environment: [String: String] {
    var values: [String: String] = [:]
    for name in [
      "TERM", "COLORTERM", "NO_COLOR", "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LC_ALL", "LC_CTYPE",
      "LANG", "TMUX", "STY",
    ] {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
  }

  /// The program's file, beside or above which its themes lie.
  static var executablePath: String {
    guard let path = realpath("/proc/self/exe", nil) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}
