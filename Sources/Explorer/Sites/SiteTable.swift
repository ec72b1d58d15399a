/// Where the overview of sites stands.
struct SiteTable: Sendable {
  /// What it shows; nil before it is asked for.
  var overview: SiteOverview?
  /// Why there is none; nil where there is one, or it is awaited.
  var fault: String?
  /// What has been asked for last.
  var requested: SiteOverview.Subject?
  /// What its lines are ordered by.
  var column = SiteColumn.site
  var isDescending = false
  /// The site under the cursor, counted in the order of the rows, so that it is kept whatever the order is.
  var site = 0
  /// The first line in sight.
  var offset = 0

  /// The lines in their order; those without a value come last either way. O(sites · log sites).
  var lines: [SiteOverview.Line] {
    let lines = (overview?.lines ?? []).enumerated().map { (place: $0, line: $1, value: column.value($1)) }
    return lines.sorted { a, b in
      switch (a.value, b.value) {
      case (let x?, let y?) where x != y: isDescending ? x > y : x < y
      case (nil, _?): false
      case (_?, nil): true
      default: a.place < b.place
      }
    }.map(\.line)
  }
}
