import Settings

extension ClusterSettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: [
      "shards", "site_shards", "tasks", "partition", "time", "memory", "cpus", "lines",
    ])
    if let shards = try table.integer("shards", in: Self.shardRange) { self.shards = shards }
    if let parts = try table.integer("site_shards", in: Self.partRange) { siteShards = parts }
    tasks = try table.integer("tasks", in: Self.partRange)
    partition = try Self.word(table, "partition")
    time = try Self.word(table, "time")
    memory = try Self.word(table, "memory")
    if let cpus = try table.integer("cpus", in: Self.processorRange) { self.cpus = cpus }
    lines = try table.strings("lines") ?? []
    if lines.contains(where: { $0.contains("\n") }) {
      throw table.invalid("lines", "each line is a text of its own")
    }
  }

  /// Whether a text can stand in a line of a script as it is.
  public static func isWord(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'`$\\;#&|<>".utf8.contains($0) }
  }

  private static func word(_ table: SettingsTable, _ key: String) throws -> String? {
    guard let text = try table.string(key) else { return nil }
    guard isWord(text) else { throw table.invalid(key, "Slurm takes one word, without quotes") }
    return text
  }
}
