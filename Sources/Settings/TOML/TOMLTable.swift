/// A table of a TOML text, with the line of each key.
///
/// A reference, because `[a.b]` adds to a table that stands elsewhere in the tree.
final class TOMLTable {
  /// How a table came to be, on which depends what may be added to it.
  enum Origin {
    /// As a part of a longer name; `[name]` may still define it.
    case implied
    /// By `[name]`, or as an element of `[[name]]`.
    case header
    /// By a dotted key; dotted keys of the same table add to it, and headers may go deeper.
    case dotted
    /// In braces, which are all of it.
    case inline
  }

  /// A value and the line that its key stands on, counted from 1.
  struct Entry {
    var value: TOMLValue
    let line: Int
    /// Whether the value is an array of tables that `[[name]]` made, to which it may add.
    var growsByHeaders = false
  }

  /// What stands under each key.
  var entries: [String: Entry] = [:]
  /// The line it begins on.
  let line: Int
  var origin: Origin

  init(line: Int, origin: Origin) {
    self.line = line
    self.origin = origin
  }
}
