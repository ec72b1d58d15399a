/// The distance between the preferences of two neurons, or of one neuron at two stages.
public struct HellingerDistance: Equatable, Sendable {
  /// `sqrt(sum (sqrt p - sqrt q)^2) / sqrt 2`, in [0, 1], for `repo-compat` divided by the union length;
  /// nil where either side has no distribution (TX-Ray, section 2.2).
  public let distance: Double?
  /// Number of features that either side prefers.
  public let unionLength: Int

  /// Compares two lists of preferences, each by rising feature id. O(length of both).
  public init(_ a: [Preference], _ b: [Preference], metric: DistanceMetric) {
    var scratch = Scratch()
    self = scratch.distance(a, b, metric: metric)
  }

  private init(distance: Double?, unionLength: Int) {
    self.distance = distance
    self.unionLength = unionLength
  }

  /// Arrays that comparisons use again and again.
  struct Scratch {
    private var p: [Double] = []
    private var q: [Double] = []

    mutating func distance(
      _ a: [Preference], _ b: [Preference], metric: DistanceMetric
    ) -> HellingerDistance {
      let isDefined = metric.fill(&p, from: a) != nil && metric.fill(&q, from: b) != nil
      if !isDefined {
        p = Array(repeating: 0, count: a.count)
        q = Array(repeating: 0, count: b.count)
      }
      var (i, j, union) = (0, 0, 0)
      var sum = 0.0
      while i < a.count && j < b.count {
        let difference: Double
        if a[i].feature == b[j].feature {
          difference = p[i].squareRoot() - q[j].squareRoot()
          i += 1
          j += 1
        } else if a[i].feature < b[j].feature {
          difference = p[i].squareRoot()
          i += 1
        } else {
          difference = q[j].squareRoot()
          j += 1
        }
        sum += difference * difference
        union += 1
      }
      union += a.count - i + b.count - j
      for share in p[i...] { sum += share }
      for share in q[j...] { sum += share }
      guard isDefined else { return HellingerDistance(distance: nil, unionLength: union) }
      // Rounding may carry a distance of 1 a hair beyond it; repo-compat's shares sum to at most 1 too.
      let distance = min((sum / 2).squareRoot(), 1)
      return HellingerDistance(
        distance: metric == .repoCompat ? distance / Double(union) : distance, unionLength: union)
    }
  }
}
