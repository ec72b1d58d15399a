import Sites

/// How neurons are taken out.
public enum PruningWay: String, Sendable, CaseIterable {
  /// Their activation is zero where it is read above.
  case readout
  /// They are held at zero at every step.
  case recurrent
  /// Their rows and columns are removed.
  case structural
  /// A transformer's neurons are held at zero.
  case zero
  /// They are held at their mean.
  case mean

  /// The ways for a model of these sites, the usual one first: a transformer's are called `blocks.`.
  static func all(of sites: SiteList) -> [PruningWay] {
    sites.sites[0].name.hasPrefix("blocks.") ? [.zero, .mean] : [.readout, .recurrent, .structural]
  }

  /// The next one of a list, around its end.
  func next(of all: [PruningWay]) -> PruningWay {
    all[((all.firstIndex(of: self) ?? -1) + 1) % all.count]
  }
}
