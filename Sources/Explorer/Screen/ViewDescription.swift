import TerminalUI

/// A way to look at the neurons of a run: all that the explorer has to know of it, in one value.
///
/// The selected neuron, the order and the filter are the same in all views. A view is a `static let` in a file of its
/// own and an entry of ``all``; command, key, help, settings and memory follow from these.
public struct ViewDescription: Sendable {
  /// Its command, and the word for it in files.
  public let name: String
  /// The key that opens it.
  public let key: String
  /// What its command does, in a few words.
  public let summary: String
  /// Whether it has the width of a plot beside the detail; the table has its own.
  let isPlot: Bool
  /// Whether a session can begin with it.
  let isRemembered: Bool
  /// One sentence that says what is seen.
  let caption: Caption
  /// Draws it. Reads the state, and of the run no more than is in sight.
  let draw: Draw
  /// Asks for what it shows and has not been asked for yet. Called after every action while it is open.
  let needs: Change
  /// What happens besides when it is opened.
  let opened: Change
  /// The keys that matter in it.
  let hints: Hints
  /// What the moving keys and the wheel do.
  let cursor: Cursor
  /// What a click at a point in its region does.
  let click: Click
  /// What Esc does before it leads back to the table; nil where it leads there at once.
  let stop: Stop
  /// What Enter does; nil where it opens the detail.
  let entered: Stop
  /// What the keys do that order the table's rows; nil where they order these.
  let ordered: Order
  /// What of it is written to a file, at most so many rows; nil where it is no table.
  let exported: Exported
  /// Words on its screen that need an explanation, for help.
  let words: [Explanation]
  /// Symbols that need one.
  let symbols: @Sendable (Glyphs) -> [Explanation]

  typealias Caption = @Sendable (ExplorerState, Glyphs) -> String
  typealias Draw = @Sendable (ExplorerState, inout Grid, Rect, Appearance) -> Void
  typealias Change = @Sendable (inout ExplorerState) -> [Effect]
  typealias Hints = @Sendable (ExplorerState) -> [CommandHint]
  typealias Cursor = @Sendable (ExplorerState) -> ViewCursor
  typealias Click = @Sendable (inout ExplorerState, MouseEvent, Rect) -> [Effect]
  typealias Stop = @Sendable (inout ExplorerState) -> [Effect]?
  typealias Order = @Sendable (inout ExplorerState, OrderChange) -> [Effect]?
  typealias Exported = @Sendable (ExplorerState, Int) -> Export.Content?
  typealias Explanation = (term: String, meaning: String)

  /// Describes a view; what is left out is as in most plots.
  init(
    _ name: String, key: String, summary: String, isPlot: Bool = true, isRemembered: Bool = true,
    caption: @escaping Caption, draw: @escaping Draw,
    needs: @escaping Change = { _ in [] }, opened: @escaping Change = { _ in [] },
    hints: @escaping Hints = { _ in CommandHint.plot }, cursor: @escaping Cursor = { _ in .rows },
    click: @escaping Click = { _, _, _ in [] }, stop: @escaping Stop = { _ in nil },
    entered: @escaping Stop = { _ in nil }, ordered: @escaping Order = { _, _ in nil },
    exported: @escaping Exported = { _, _ in nil },
    words: [Explanation] = [], symbols: @escaping @Sendable (Glyphs) -> [Explanation] = { _ in [] }
  ) {
    self.name = name
    self.key = key
    self.summary = summary
    self.isPlot = isPlot
    self.isRemembered = isRemembered
    self.caption = caption
    self.draw = draw
    self.needs = needs
    self.opened = opened
    self.hints = hints
    self.cursor = cursor
    self.click = click
    self.stop = stop
    self.entered = entered
    self.ordered = ordered
    self.exported = exported
    self.words = words
    self.symbols = symbols
  }
}

/// Another order of what is listed.
enum OrderChange: Sendable {
  /// By the column so many places to the right.
  case column(Int)
  /// The other way around.
  case reverse
}

extension ViewDescription: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

extension ViewDescription: Hashable {
  /// Views are told apart by their names.
  public static func == (a: ViewDescription, b: ViewDescription) -> Bool { a.name == b.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
