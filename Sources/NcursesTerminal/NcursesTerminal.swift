import CNcurses
import Glibc
import TerminalUI

/// The terminal the program runs in: shows grids, reports what the user does, and is restored at every end,
/// crashes included.
///
/// One may be open at a time; it belongs to the thread that opened it. Other threads have `Waker`.
public final class NcursesTerminal {
  /// The type of last resort.
  public static let fallbackType = "xterm-256color"

  /// What explains a fault: called with what a handler of signals is called with.
  public typealias FaultHandler =
    @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

  /// Sets what is called at SIGBUS once the terminal is restored; it may end the process, and calls nothing that a
  /// handler of signals must not.
  public static func explainFaults(by handler: FaultHandler) { terminal_set_fault_handler(handler) }

  /// What this terminal can show.
  public let capabilities: Capabilities
  /// The terminfo type in use.
  public let type: String
  /// The size in cells; follows the terminal as `events` reports it.
  public private(set) var size: Size
  /// Whether clicks are reported. While they are, the terminal's own selection needs Shift.
  public var isMouseOn: Bool { didSet { terminal_set_mouse(isMouseOn ? 1 : 0) } }

  private let usesDirectColors: Bool
  private let indexedColors: Int32
  private let environment: [String: String]
  private var shown: Grid?
  private var decoder = InputDecoder()
  private var isOpen = true
  private var pacing = FramePacing()

  /// Opens the terminal and switches to its alternate screen.
  ///
  /// - Parameter onFallback: called before anything is drawn if TERM (`asked`) is not known to terminfo and
  ///   `used` is tried instead: the place for a warning.
  /// - Throws: `TerminalOpeningError`; nothing was written then.
  public init(_ options: TerminalOptions, onFallback: (_ asked: String, _ used: String) -> Void = { _, _ in })
    throws
  {
    guard isatty(options.input) == 1 else { throw TerminalOpeningError.notATerminal(.input) }
    guard isatty(options.output) == 1 else { throw TerminalOpeningError.notATerminal(.output) }
    let isUTF8 = terminal_set_locale(options.locale) == 1
    type = try Self.open(options, onFallback: onFallback)
    usesDirectColors = terminal_has_direct_colors() == 1
    indexedColors = terminal_indexed_colors()
    capabilities = Capabilities(
      colorDepth: Self.colorDepth(colors: Int(terminal_colors()), isDirect: usesDirectColors),
      repertoire: isUTF8 && !options.isASCIIOnly ? .unicode : .ascii)
    size = Self.currentSize()
    isMouseOn = options.isMouseOn
    environment = options.environment
    if options.isMouseOn { terminal_set_mouse(1) }
  }

  deinit { close() }

  private static func open(
    _ options: TerminalOptions, onFallback: (_ asked: String, _ used: String) -> Void
  ) throws -> String {
    var asked = ""
    for candidate in options.candidateTypes + [fallbackType] {
      if candidate == fallbackType, !options.candidateTypes.contains(candidate) {
        onFallback(asked, candidate)
      }
      switch terminal_open(candidate, options.input, options.output, options.wantsColor ? 1 : 0) {
      case TERMINAL_OPEN: return candidate
      case TERMINAL_UNKNOWN_TYPE: asked = candidate
      case TERMINAL_INCAPABLE: throw TerminalOpeningError.incapableType(candidate)
      default: throw TerminalOpeningError.failed
      }
    }
    throw TerminalOpeningError.unknownType(asked: options.candidateTypes.last ?? "", tried: fallbackType)
  }

  package static func colorDepth(colors: Int, isDirect: Bool) -> ColorDepth {
    switch colors {
    case ..<8: .mono
    case ..<256: .colors16
    default: isDirect ? .trueColor : .colors256
    }
  }

  private static func currentSize() -> Size {
    var width: Int32 = 0
    var height: Int32 = 0
    terminal_size(&width, &height)
    return Size(width: Int(width), height: Int(height))
  }

  /// Shows `grid` from the top left corner; what does not fit is left out, what it does not cover is empty.
  ///
  /// Only cells that differ from the last grid are handed to ncurses, and of those it sends what differs on
  /// the screen. Nothing is sent if nothing changed.
  public func draw(_ grid: Grid) {
    guard isOpen else { return }
    let isNew = shown != grid
    for y in 0..<size.height { drawRow(y, of: grid) }
    // One of another size is not what the terminal shows: the next is compared with nothing.
    shown = grid.size == size ? grid : nil
    terminal_show()
    guard isNew, terminal_is_xterm_like() == 1, pacing.ask(now: .now) else { return }
    FramePacing.question.withContiguousStorageIfAvailable { bytes in
      bytes.withMemoryRebound(to: CChar.self) { terminal_write($0.baseAddress, $0.count) }
    }
  }

  /// Whether the last frame has not arrived yet: over a slow line another one would only queue up behind it.
  /// `events` reports `.caughtUp` when it has.
  public var isBehind: Bool { pacing.isBehind(now: .now) }

  /// Sends the whole screen again, whatever other programs have written over it.
  public func redraw() {
    guard isOpen else { return }
    terminal_redraw()
    terminal_show()
  }

  private func drawRow(_ y: Int, of grid: Grid) {
    let before = shown?.row(y) ?? []
    let now = grid.row(y)
    if before == now, now.count == size.width { return }
    for x in 0..<size.width {
      let cell = x < now.count ? now[now.startIndex + x] : .blank()
      if x < before.count, before[before.startIndex + x] == cell { continue }
      put(cell, x: x, y: y)
    }
  }

  private func put(_ cell: Cell, x: Int, y: Int) {
    // The second half of a wide character is drawn with the first. At the edge of a smaller terminal the
    // first half alone is left.
    if cell.isContinuation { return }
    let fits = x + Int(cell.width) <= size.width
    var scalars = fits ? cell.text.unicodeScalars.map(\.value) : [0x20]
    terminal_put(
      Int32(x), Int32(y), &scalars, Int32(scalars.count), UInt32(cell.style.attributes.rawValue),
      number(of: cell.style.foreground), number(of: cell.style.background))
  }

  /// The colour as ncurses counts it: below `indexedColors` a number of the palette, from there on 24 bits.
  private func number(of color: Color) -> Int32 {
    switch color {
    case .default: return -1
    case .named(let named) where named.rawValue < indexedColors: return Int32(named.rawValue)
    case .indexed(let index) where index < indexedColors: return Int32(index)
    case .named, .indexed, .rgb:
      guard usesDirectColors, let (red, green, blue) = color.components else { return -1 }
      let value = [red, green, blue].reduce(Int32(0)) { $0 << 8 | Int32(($1 * 255).rounded()) }
      // The darkest blues stand for the palette; one step of green tells them apart.
      return value < indexedColors ? value | 0x100 : value
    }
  }

  /// Waits until something happens, at most `timeout` (nil: for ever), and returns all that has happened.
  ///
  /// Draw once after handling all of them: sixty keys that came in a burst then cost one frame. Ctrl-Z stops
  /// the program here and is not reported; when it goes on, the screen is as it was.
  public func events(timeout: Duration? = nil) -> [InputEvent] {
    guard isOpen else { return [.endOfInput] }
    let milliseconds = timeout.map { duration -> Int32 in
      let (seconds, attoseconds) = duration.components
      let total = Double(seconds) * 1000 + (Double(attoseconds) / 1e15).rounded(.up)
      return Int32(max(0, min(total, Double(Int32.max))))
    }
    let happened = terminal_wait(milliseconds ?? -1)
    func has(_ bit: terminal_wait) -> Bool { happened & Int32(bit.rawValue) != 0 }
    var events: [InputEvent] = []
    if has(TERMINAL_WAIT_STOP) { suspend() }
    if has(TERMINAL_WAIT_RESIZE) { events.append(noteSize()) }
    if has(TERMINAL_WAIT_INPUT) { events += readInput() }
    if has(TERMINAL_WAIT_WAKE) { events.append(.wake) }
    if has(TERMINAL_WAIT_CLOSED) { events.append(.endOfInput) }
    return events
  }

  private func noteSize() -> InputEvent {
    size = Self.currentSize()
    shown = nil
    return .resize(size)
  }

  private func readInput() -> [InputEvent] {
    var events: [InputEvent] = []
    defer { if events.contains(.caughtUp) { pacing.takeAnswer() } }
    repeat {
      while let raw = RawInput(terminal_read()) { decoder.add(raw, now: .now, to: &events) }
    } while decoder.isInsideSequence && terminal_await_input(25) == 1
    decoder.finishBurst(&events)
    guard events.contains(.key(.control("z"))) else { return events }
    suspend()
    return events.filter { $0 != .key(.control("z")) }
  }

  /// Gives the terminal back to the shell and stops, as Ctrl-Z does; returns when the program is continued.
  public func suspend() {
    guard isOpen else { return }
    awaitAnswer()
    terminal_suspend()
  }

  /// Puts `text` on the clipboard of the terminal the user sits at, also over SSH, through tmux and screen
  /// (OSC 52). Whether the terminal allowed it can't be known.
  ///
  /// - Throws: `CopyError`; nothing was sent then.
  public func copy(_ text: String) throws(CopyError) {
    guard isOpen, terminal_is_xterm_like() == 1 else { throw CopyError.unsupported }
    let bytes = try ClipboardSequence.bytes(for: text, environment: environment)
    bytes.withUnsafeBytes { bytes in
      terminal_write(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
  }

  /// Restores the terminal. Drawing afterwards does nothing.
  public func close() {
    guard isOpen else { return }
    awaitAnswer()
    isOpen = false
    terminal_close()
  }

  /// An answer that came after the end would be typed into the shell.
  private func awaitAnswer() {
    let deadline = ContinuousClock.now.advanced(by: FramePacing.patience)
    while pacing.isBehind(now: .now), ContinuousClock.now < deadline {
      guard terminal_await_input(20) == 1 else { continue }
      var events: [InputEvent] = []
      var count = 0
      while let raw = RawInput(terminal_read()) {
        decoder.add(raw, now: .now, to: &events)
        count += 1
      }
      if events.contains(.caughtUp) { pacing.takeAnswer() }
      if count == 0 { return }
    }
  }
}
