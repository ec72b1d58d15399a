import Dispatch
import Experiments
import LanguageModels

/// Shows a run's events on standard error: a line that moves on a terminal, one line an epoch elsewhere.
final class ProgressDisplay {
  private let messages = MessageStream()
  private var started: (epoch: Int, time: UInt64, done: Int)?

  func show(_ event: RunEvent) {
    switch event {
    case .opening(let model, let path, let bytes):
      line("model \(model)  \(grouped(bytes)) bytes  \(path)")
    case .audited(let audit):
      finish()
      AuditText.tell(audit.findings)
    case .reading(let corpus): draw { "reading \(corpus)" }
    case .vocabulary(let tokens, let path): line("vocabulary  \(grouped(tokens)) tokens  \(path)")
    case .training(let name, let epoch):
      if epoch > 0 { line("\(name)  going on after epoch \(epoch)") }
      started = nil
    case .progress(let name, let progress): show(progress, of: name)
    case .epoch(let name, let report): line("\(name)  \(summary(report))")
    case .trained(let name, let best, let path): line("\(name)  best after epoch \(best)  \(path)")
    case .collecting(let stage, let done, let total):
      draw {
        total.map { "\(stage)  \(Self.bar(done, $0))  \(grouped(done)) of \(grouped($0)) tokens" }
          ?? "\(stage)  \(grouped(done)) tokens"
      }
    case .assumed(let path, let assumption):
      finish()
      MessageStream.note(assumption, of: path)
    case .unused(let path, let tensors):
      finish()
      MessageStream.warn(ofUnused: tensors, in: path)
    case .unknownWords(let path, let words):
      finish()
      words.report(path: path)
    case .lacksLineEnds(let path):
      finish()
      MessageStream.noteLineEnds(
        of: path, advice: "documents = \"stream\" and end_of_line = \"<eos>\" in its table of run.toml")
    case .collected(let stage, let policy, let tokens, let path):
      line("\(stage)  \(grouped(tokens)) tokens  \(path)")
      if let fewer = policy.shortfall(tokens: tokens) {
        line(
          "\(stage)  a short text: neurons fire at \(grouped(fewer)) of its tokens at most, where \(policy) asks "
            + "for more; numbers rest on less, and tests find less")
      }
    case .epochsLost(let count, let path):
      finish()
      MessageStream.note(
        "epochs without a snapshot, for their weights were not kept: \(count). To take them too, delete \(path) and "
          + "train again")
    case .upToDate(let path): line("up to date  \(path)")
    }
  }

  /// Ends an open line.
  func finish() { messages.finish() }

  /// Ends an open line and writes a whole one.
  func finish(saying text: String) { line(text) }

  private func show(_ progress: EpochProgress, of name: String) {
    let now = DispatchTime.now().uptimeNanoseconds
    if started?.epoch != progress.epoch { started = (progress.epoch, now, progress.done) }
    draw {
      let since = started.map { (seconds: Double(now - $0.time) / 1e9, done: progress.done - $0.done) }
      let rate = since.flatMap { $0.seconds > 0.5 ? Double($0.done) / $0.seconds : nil }
      let left = rate.map { rate in
        let epochs = progress.epochs - progress.epoch
        return duration(Double(progress.total - progress.done + epochs * progress.total) / rate)
      }
      return
        "\(name)  epoch \(progress.epoch)/\(progress.epochs)  \(Self.bar(progress.done, progress.total))  "
        + "loss \(fixed(progress.loss, 3))  "
        + (rate.map { "\(grouped(Int($0))) tokens/s  " } ?? "") + (left.map { "\($0) left" } ?? "")
    }
  }

  private func summary(_ report: EpochReport) -> String {
    let scores =
      switch report.heldOut {
      case .languageModel(let scores): "held-out perplexity \(fixed(scores.perplexity, 2))"
      case .classification(let scores):
        "held-out loss \(fixed(scores.loss, 4))  accuracy \(fixed(scores.accuracy * 100, 1))%  "
          + "F1 \(fixed(scores.f1, 3))"
      }
    return "epoch \(report.epoch)  training loss \(fixed(report.trainingLoss, 4))  \(scores)"
      + (report.isBest ? "" : "  (not better: rate lowered)")
  }

  private func draw(_ text: () -> String) { messages.moving(text) }

  private func line(_ text: String) { messages.line(text) }

  /// How far something is, in 20 signs and in percent. Whole documents may go beyond what was asked for.
  static func bar(_ done: Int, _ total: Int) -> String {
    let share = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 0
    let filled = Int(share * 20)
    return "[\(String(repeating: "#", count: filled))\(String(repeating: ".", count: 20 - filled))] "
      + "\(Int(share * 100))%"
  }

  private func duration(_ seconds: Double) -> String {
    let total = Int(seconds)
    let (hours, minutes) = (total / 3600, total / 60 % 60)
    let rest = total % 60 < 10 ? "0\(total % 60)" : "\(total % 60)"
    return hours > 0 ? "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(rest)" : "\(minutes):\(rest)"
  }
}
