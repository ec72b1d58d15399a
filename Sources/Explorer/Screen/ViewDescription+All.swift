extension ViewDescription {
  /// Every view, in the order of help.
  public static let all: [ViewDescription] = [
    .table, .scatter, .lengths, .ranks, .tags, .curves, .film, .sites, .ownText, .pruning,
  ]
}
