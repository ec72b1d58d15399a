import Files

/// What an adapter's products are multiplied by: alpha over the rank, or over its root.
struct LoRAScale {
  private let alpha: Double
  /// Other alphas, by the end of the module's name.
  private let patterns: [(end: String, alpha: Double)]
  private let isByRoot: Bool

  /// - Throws: ``TransformerError/badSetting(path:key:found:expected:)``.
  init(_ configuration: Configuration) throws(TransformerError) {
    alpha = try configuration.numberIfAny("lora_alpha") ?? 8
    isByRoot = try configuration.flag("use_rslora")
    var patterns: [(String, Double)] = []
    for (end, value) in configuration["alpha_pattern"]?.settings ?? [:] {
      guard let alpha = value.double, alpha.isFinite, !end.contains(where: { "*+?[](){}|^$\\".contains($0) })
      else {
        throw configuration.bad("alpha_pattern", "numbers by names of modules, without regular expressions")
      }
      patterns.append((end, alpha))
    }
    // Longer names say more; the order of equal ones doesn't matter, since only one can fit.
    self.patterns = patterns.sorted { $0.0.utf8.count > $1.0.utf8.count }
  }

  /// The scale of a module's pair of this rank.
  func value(of module: String, rank: Int) -> Float {
    let own = patterns.first { module == $0.end || module.hasSuffix(".\($0.end)") }?.alpha ?? alpha
    return Float(own / (isByRoot ? Double(rank).squareRoot() : Double(rank)))
  }
}
