import Files
import Runs
import ScratchFiles
import Testing

@Suite struct TrainingMetricsTests {
  private func metrics(_ text: String) throws -> TrainingMetrics {
    var metrics = TrainingMetrics()
    try withScratchFolder { folder in
      let run = RunFolder(folder)
      try AtomicFile.write(path: run.metrics, text: text)
      metrics = try TrainingMetrics(run)
    }
    return metrics
  }

  @Test func laterLinesCountAndTornOnesAreCounted() throws {
    let metrics = try metrics(
      """
      {"checkpoint":"pretrain","epoch":2,"perplexity":7.5}
      {"checkpoint":"pretrain","epoch":1,"perplexity":9}
      {"epoch":3,"perplexity":7.5}

      {"checkpoint":"finetune","epoch":1,"accuracy":0.5,"loss":null}
      {"checkpoint":"pretrain","epoch":2,"perplexity":7}
      {"checkpoint":"pretrain","epo
      """)
    #expect(metrics.curves.map(\.checkpoint) == ["pretrain", "finetune"])
    #expect(metrics.curves[0].epochs.map(\.epoch) == [1, 2])
    #expect(metrics.curves[0].epochs.map(\.perplexity) == [9, 7])
    #expect(metrics.curves[1].epochs[0].accuracy == 0.5)
    #expect(metrics.curves[1].epochs[0].loss == nil)
    #expect(metrics.unreadLines == 2)
  }

  /// Numbers that no Double holds, or none that could be a loss, are none; the rest of their line counts.
  @Test(arguments: ["1e999", "-1e999", "1e308", "-1e308"]) func numbersTooLarge(number: String) throws {
    let metrics = try metrics(
      "{\"checkpoint\":\"p\",\"epoch\":1,\"loss\":\(number),\"accuracy\":0.5}\n")
    #expect(metrics.curves.flatMap(\.epochs).map(\.loss) == [nil])
    #expect(metrics.curves.first?.epochs.first?.accuracy == 0.5 && metrics.unreadLines == 0)
  }

  /// What JSON doesn't have makes a line unreadable, and never stops a reader.
  @Test(arguments: ["NaN", "Infinity", "-Infinity"]) func numbersThatJSONLacks(number: String) throws {
    let metrics = try metrics(
      "{\"checkpoint\":\"p\",\"epoch\":1,\"loss\":\(number)}\n{\"checkpoint\":\"p\",\"epoch\":2}\n")
    #expect(metrics.curves.flatMap(\.epochs).map(\.epoch) == [2])
    #expect(metrics.unreadLines == 1)
  }

  @Test func epochsAreCountsWithinReason() throws {
    for epoch in ["1e300", "-1", "1.5", "\"1\"", "99999999999999"] {
      let metrics = try metrics("{\"checkpoint\":\"p\",\"epoch\":\(epoch)}\n")
      #expect(metrics.curves.isEmpty && metrics.unreadLines == 1, "epoch \(epoch)")
    }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    try withScratchFolder { folder in
      let run = RunFolder(folder)
      let line = MetricsLine(
        checkpoint: "pre\u{1B}\"train", epoch: 3,
        values: [.loss: 3.25, .tokens: 12_345_678, .learningRate: 1e-9, .perplexity: .infinity])
      try MetricsLog(run).append(line)
      try MetricsLog(run).append(line)
      let text = String(decoding: try FileBytes.read(run.metrics, limit: 1 << 20), as: UTF8.self)
      #expect(
        text.split(separator: "\n").first
          == """
          {"checkpoint":"pre\\u001b\\"train","epoch":3,"learning_rate":1e-09,"loss":3.25,"perplexity":null,"tokens":12345678}
          """)
      let read = try TrainingMetrics(run)
      #expect(read.curves.count == 1 && read.unreadLines == 0)
      let epoch = try #require(read.curves.first?.epochs.first)
      #expect(epoch.checkpoint == line.checkpoint && epoch.loss == 3.25 && epoch[.learningRate] == 1e-9)
    }
  }

  @Test func aRunWithoutMetricsHasTrainedNothing() throws {
    try withScratchFolder { folder in
      let metrics = try TrainingMetrics(RunFolder(folder))
      #expect(metrics == TrainingMetrics())
    }
  }
}
