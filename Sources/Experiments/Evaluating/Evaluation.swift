import Corpora
import Files
import Kernels
import LanguageModels

/// How well a checkpoint does what its head is for.
public enum Evaluation: Sendable {
  /// It predicts the next token.
  case languageModel(LanguageModelScores)
  /// It tells documents of class 1 from others.
  case binary(ClassificationScores)
  /// It gives documents one of several classes.
  case classes(MulticlassScores)
  /// It gives tokens one of several tags.
  case tags(MulticlassScores)

  /// Scores a checkpoint on a text.
  ///
  /// A head of several classes is scored on labels if the corpus names their column, else on tags. A head of two
  /// outputs is scored like one of a single output, the difference of the two.
  ///
  /// - Parameters:
  ///   - text: `corpus`, read through the checkpoint's vocabulary.
  ///   - name: the corpus in errors.
  ///   - classes: the names of the classes in their order; nil where labels and tags are numbers.
  /// - Throws: `CheckpointError` where the model can't be scored; `RunError` where labels or tags are missing or
  ///   don't fit.
  public init(
    of checkpoint: Checkpoint, on text: EncodedCorpus, corpus: RunCorpus, name: String,
    endOfDocument: Int32?, classes: ClassNames?, workers: Workers
  ) throws {
    switch try checkpoint.scorableModel() {
    case .languageModel(let model):
      self = .languageModel(model.score(text.terminated(by: endOfDocument), workers: workers))
    case .classifier(let classifier):
      let documents = try text.labelled(corpus, name: name)
      let logits = classifier.logits(documents.map(\.tokens), workers: workers)
      self = .binary(ClassificationScores(logits: logits, labels: documents.map(\.label)))
    case .predictor(let predictor) where predictor.predictsTokens:
      self = .languageModel(predictor.score(text.terminated(by: endOfDocument), workers: workers))
    case .predictor(let predictor):
      self = try .init(of: predictor, on: text, corpus: corpus, name: name, classes: classes, workers)
    case .encoder:
      throw CheckpointError.lacks(path: checkpoint.path, part: .head)
    }
  }

  private init(
    of predictor: Predictor, on text: EncodedCorpus, corpus: RunCorpus, name: String, classes: ClassNames?,
    _ workers: Workers
  ) throws {
    let count = predictor.outputSize
    if let classes, classes.names.count != count {
      throw RunError.classCount(path: classes.path, names: classes.names.count, outputs: count)
    }
    guard corpus.description.labelColumn != nil || text.tags.allSatisfy({ $0 == nil }) else {
      self = .tags(
        predictor.score(
          text.documents, tags: try text.tagNumbers(corpus, classes, count: count), workers: workers))
      return
    }
    if count <= 2, classes == nil {
      let documents = try text.labelled(corpus, name: name)
      let logits = predictor.logits(documents.map(\.tokens), workers: workers)
      self = .binary(
        ClassificationScores(
          logits: logits.map { $0[count - 1] - (count == 2 ? $0[0] : 0) }, labels: documents.map(\.label)))
    } else {
      let labels = try text.classNumbers(corpus, classes, name: name, count: count)
      self = .classes(
        MulticlassScores(logits: predictor.logits(text.documents, workers: workers), labels: labels))
    }
  }
}

/// The names of a head's classes, in the order of its outputs.
public struct ClassNames: Sendable {
  /// Where they were read.
  public let path: String
  /// The names.
  public let names: [String]

  /// Names that stand in a model's own files.
  init(path: String, names: [String]) { (self.path, self.names) = (path, names) }

  /// Reads one name a line.
  ///
  /// - Throws: `FileError`.
  public init(contentsOf path: String) throws {
    self.path = path
    var names: [String] = []
    let lines = try LineReader(path: path)
    while try lines.next() { names.append(String(decoding: lines.line, as: UTF8.self)) }
    self.names = names
  }

  /// The number of a class.
  func number(of name: String) -> Int? { names.firstIndex(of: name) }
}
