/// The printable text of one cell and the columns it takes: 1 or 2.
struct CellText: Equatable {
  var text: String
  var width: Int
}
