import Glibc
import LanguageModels
import Runs

extension MetricsLine {
  /// What an epoch of training measured, now.
  init(checkpoint: String, _ report: EpochReport, seconds: Double) {
    var values: [Value: Double] = [
      .time: Double(Glibc.time(nil)),
      .tokens: Double(report.tokens),
      .tokensPerSecond: (Double(report.tokens) / max(seconds, 1e-9)).rounded(),
      .learningRate: report.rate,
      .trainingLoss: report.trainingLoss,
      .loss: report.heldOut.loss,
    ]
    switch report.heldOut {
    case .languageModel(let scores): values[.perplexity] = scores.perplexity
    case .classification(let scores):
      values[.accuracy] = scores.accuracy
      values[.f1] = scores.f1
      values[.auc] = scores.auc
    }
    self.init(checkpoint: checkpoint, epoch: report.epoch, values: values)
  }
}
