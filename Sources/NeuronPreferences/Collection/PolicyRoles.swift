/// Of the kinds of policies that a run's stages have snapshots under, the one that wins are counted by and the one that
/// preferences are judged on; one kind does both where there is no other.
public struct PolicyRoles: Hashable, Sendable {
  /// The kind under which wins, masses and lengths are counted, and losses and gains of wins told: one that has one winner
  /// a token, as the method does; else one that neurons compete under.
  public let counted: String
  /// The kind under which preferences are judged: the first of ``CollectionPolicy/judgingKinds``.
  public let judged: String

  /// Gives out the roles; nil if there is no kind that is known.
  public init?(kinds: [String]) {
    let known = CollectionPolicy.judgingKinds.filter { kinds.contains($0.name) }
    guard let judged = known.first else { return nil }
    self.judged = judged.name
    counted = (known.first(where: \.hasOneWinner) ?? known.first(where: \.competes) ?? judged).name
  }
}
