import Files
import TensorFiles
import Tokenizers
import Transformers

/// A transformer with the tokenizer that belongs to it, from a folder or a GGUF file.
public struct TransformerFolder: Sendable {
  /// The model.
  public let model: Transformer
  private let path: String
  private let tokenizerPath: String?
  private let kept = OncePerModel<Tokenizer?>()

  /// Opens the model; no weight is read, and no tokenizer before it is asked for.
  ///
  /// - Parameters:
  ///   - adapter: the folder of a LoRA adapter.
  ///   - tokenizer: a tokenizer's file or folder; nil for the one beside the model.
  /// - Throws: `TransformerError`, `TensorFileError`.
  public init(path: String, adapter: String? = nil, tokenizer: String? = nil) throws {
    model = try Transformer(path: path, adapter: adapter)
    self.path = path
    tokenizerPath = tokenizer
  }

  /// What cuts text into the model's tokens; nil if no tokenizer lies beside it. It is read once, O(vocabulary).
  ///
  /// - Throws: `TokenizerError`, `TensorFileError`.
  public func tokenizer() throws -> Tokenizer? { try kept.value { try readTokenizer() } }

  private func readTokenizer() throws -> Tokenizer? {
    if let tokenizerPath { return try Tokenizer(contentsOf: tokenizerPath) }
    if GGUFFile.isOne(path: path) { return try Self.tokenizer(of: try GGUFFile(path: path)) }
    do {
      return try Tokenizer(contentsOf: model.path)
    } catch TokenizerError.noTokenizerFile {
      return nil
    }
  }

  /// What cuts text into the model's tokens.
  ///
  /// - Throws: `TokenizerError`, `.noTokenizerFile` if there is none; `TensorFileError`.
  public func requiredTokenizer() throws -> Tokenizer {
    guard let tokenizer = try tokenizer() else {
      throw TokenizerError.noTokenizerFile(folder: model.path, expected: ["tokenizer.json"])
    }
    return tokenizer
  }

  /// SHA-256 over the digests of the files of weights, in their order. O(bytes).
  ///
  /// - Parameter file: the digest of a file, from whoever may know it already.
  /// - Throws: `FileError`.
  public func digest(
    _ file: (String) throws -> String = { try SHA256.hexDigest(ofFileAt: $0) }
  ) throws -> String {
    let digests = try model.weightFiles.map(file)
    return digests.count == 1 ? digests[0] : recipeDigest(digests)
  }

  /// The tokenizer inside a GGUF file, if it has one.
  private static func tokenizer(of file: GGUFFile) throws -> Tokenizer? {
    let values = file.metadata
    guard let tokens = values["tokenizer.ggml.tokens"]?.list?.texts else { return nil }
    let addsBeginning: Bool =
      if case .bool(true)? = values["tokenizer.ggml.add_bos_token"] { true } else { false }
    let parts = Tokenizer.GGUFParts(
      model: values["tokenizer.ggml.model"]?.text ?? "", pre: values["tokenizer.ggml.pre"]?.text ?? "",
      tokens: tokens,
      tokenTypes: (values["tokenizer.ggml.token_type"]?.list?.integers ?? []).map { Int32(clamping: $0) },
      merges: values["tokenizer.ggml.merges"]?.list?.texts ?? [],
      beginningID: addsBeginning
        ? values["tokenizer.ggml.bos_token_id"]?.integer.map { Int32(clamping: $0) } : nil)
    return try Tokenizer(parts, path: file.path)
  }
}
