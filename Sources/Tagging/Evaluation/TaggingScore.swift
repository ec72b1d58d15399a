import Corpora

/// Agreement of a system with the gold standard on one kind of thing.
public struct TaggingScore: Sendable, Equatable {
  /// How many the gold standard has.
  public var gold = 0
  /// How many the system has.
  public var system = 0
  /// How many of them agree.
  public var correct = 0

  /// `correct / system`, 0 if the system has none.
  public var precision: Double { system == 0 ? 0 : Double(correct) / Double(system) }
  /// `correct / gold`, 0 if there are none.
  public var recall: Double { gold == 0 ? 0 : Double(correct) / Double(gold) }
  /// Harmonic mean of precision and recall.
  public var f1: Double { gold + system == 0 ? 0 : 2 * Double(correct) / Double(gold + system) }

  /// A score of these counts.
  public init(gold: Int = 0, system: Int = 0, correct: Int = 0) {
    self.gold = gold
    self.system = system
    self.correct = correct
  }
}
