import Foundation
import LanguageModels
import TensorFiles
import Testing

/// Models put together from random modules under random names (Reference/make_strangers.py): each is computed as
/// PyTorch does, or refused by the name of a tensor; nothing in between.
@Suite struct RandomModelTests {
  struct Model: Decodable {
    let file: String
    let hints: RecordedModelTests.Case.Hints
    let outputs: Int
    /// Whether it has no module that only its own code could explain: such a model is computed to its end.
    let plain: Bool
    let sites: [[String: [Double]]]
    let perplexity: Double?
  }

  @Test func eachIsComputedOrRefusedByName() throws {
    let models = try Reference.json("random.json", as: [Model].self)
    let documents = try Reference.json("strangers.json", as: RecordedModelTests.Recording.self).documents
    var (read, scored) = (0, 0)
    for model in models {
      let path = Reference.path("random/\(model.file)")
      let names = try TensorArchive(path: path).tensors.map(\.name)
      func isNamed(_ error: any Error) -> Bool { names.contains { "\(error)".contains($0) } }
      do {
        let checkpoint = try Checkpoint(contentsOf: path, hints: model.hints.hints)
        let worst = RecordedModelTests.largestDifference(checkpoint.encoder, documents, model.sites)
        #expect(worst.map { $0 < 1e-5 } == true, "\(model.file): states differ by \(worst ?? .nan)")
        read += 1
        guard let perplexity = model.perplexity else { continue }
        do {
          guard let scores = try RecordedModelTests.scores(checkpoint, documents) else {
            Issue.record("\(model.file): no language model")
            continue
          }
          #expect(
            abs(scores.perplexity - perplexity) < 5e-5 * perplexity,
            "\(model.file): perplexity \(scores.perplexity), PyTorch \(perplexity)")
          scored += 1
        } catch { #expect(!model.plain && isNamed(error), "\(model.file): \(error)") }
      } catch { #expect(!model.plain && isNamed(error), "\(model.file): \(error)") }
    }
    print("random models: \(models.count), \(read) read, \(scored) scored")
    #expect(read * 3 >= models.count && scored * 4 >= models.count)
  }
}
