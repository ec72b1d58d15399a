import TerminalUI

/// Where things stand on a screen of any size.
///
/// Where rows run short they go in this order: what is seen (the caption), the counts, the key hints, the
/// title. Where columns run short, table and detail take turns.
struct ScreenLayout {
  /// Name of the run and its stages.
  let title: Rect
  /// What is seen, in a sentence.
  let caption: Rect
  /// The table or a plot; empty where the detail has the screen.
  let table: Rect
  /// The line between table and detail.
  let divider: Rect
  /// The detail; empty where the table has the screen.
  let detail: Rect
  /// Everything between the lines at the top and those at the bottom.
  let body: Rect
  /// How many neurons became what, sort and filter.
  let counts: Rect
  /// Keys, a message, or what is being typed.
  let status: Rect

  /// From so many columns on, table and detail stand beside each other.
  static let sideBySideWidth = 64

  init(size: Size, isZoomed: Bool, isPlot: Bool, hasPrompt: Bool, stages: Int) {
    var rest = Rect(size: size)
    (title, rest) = rest.splitTop(size.height >= 4 ? 1 : 0)
    (caption, rest) = rest.splitTop(size.height >= 12 ? 1 : 0)
    (rest, status) = rest.splitBottom(size.height >= 3 || hasPrompt ? 1 : 0)
    (rest, counts) = rest.splitBottom(size.height >= 8 ? 1 : 0)
    body = rest
    let none = Rect(x: rest.x, y: rest.y, width: 0, height: 0)
    if isZoomed {
      (table, divider, detail) = (none, none, body)
    } else if size.width < Self.sideBySideWidth {
      (table, divider, detail) = (body, none, none)
    } else {
      let (left, right) = body.splitLeft(
        isPlot ? max(40, size.width * 3 / 5) : Self.tableWidth(size.width, stages: stages))
      table = left
      divider = right.splitLeft(2).left.splitLeft(1).rest
      detail = right.splitLeft(3).rest
    }
  }

  /// Nearly half of what is beyond 80 columns goes to the table, until most of its columns are there; 120 columns
  /// leave the detail three stages. What no stage needs makes the tokens of the rows wider, up to half of the screen.
  private static func tableWidth(_ width: Int, stages: Int) -> Int {
    guard width >= 80 else { return 34 + (width - 64) / 8 }
    let spare = width - 3 - max(2, stages) * (DetailStages.columnWidth + 2) + 2
    return max(min(37 + (width - 80) * 19 / 40, 77), min(spare, width / 2))
  }

  /// Whether activity has room below the preferences of the detail.
  var isDetailRoomy: Bool { detail.height >= 30 }

  /// How many rows of the table are in sight.
  var tableRows: Int { max(0, table.height - 1) }
}
