import Measures

/// What the table shows: which neurons, in which order, and where the cursor is.
struct TableState: Sendable {
  var sort: Sort
  var filter: Filter?
  /// The list one key away that is shown.
  var list = NeuronList.all
  /// Order and filter as they were before a list was shown; nil where none is.
  var before: (sort: Sort, filter: Filter?)?
  /// The neurons shown, by row of the snapshots, in order.
  var rows: [Int32] = []
  /// The place of the cursor among them.
  var selected = 0
  /// The first of them in sight.
  var offset = 0
  /// Where a range of rows to mark begins; it ends at the cursor.
  var rangeStart: Int?
  /// Whether the cursor goes to the first row when the rows asked for arrive.
  var startsAtTop = true
  /// Whether the rows do not answer the latest request yet.
  var isPending = true
}
