import TensorFiles

/// The tensors of a GGUF file under Hugging Face's names, and in their order of rows.
struct GGUFWeights: Sendable {
  let file: GGUFFile
  /// The tensors' names in the file by their names here.
  private let names: [String: String]
  /// The size of heads whose queries and keys have the two halves of each pair side by side; nil where they
  /// stand as everywhere else.
  private let adjacentPairs: Int?

  /// Parts of a block, in the file and here.
  private static let parts = [
    "attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm", "ffn_norm": "post_attention_layernorm", "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
  ]
  private static let others = ["token_embd": "embed_tokens", "output_norm": "norm", "output": "lm_head"]

  init(_ file: GGUFFile, adjacentPairs: Int?) {
    self.file = file
    self.adjacentPairs = adjacentPairs
    var names: [String: String] = [:]
    for tensor in file.tensors { names[Self.name(tensor.name)] = tensor.name }
    self.names = names
  }

  /// The name here of a tensor of the file; its own where there is none.
  private static func name(_ name: String) -> String {
    let pieces = name.split(separator: ".").map(String.init)
    if pieces.count == 2, let other = others[pieces[0]] { return "\(other).\(pieces[1])" }
    if pieces.count == 4, pieces[0] == "blk", let part = parts[pieces[2]] {
      return "layers.\(pieces[1]).\(part).\(pieces[3])"
    }
    return name
  }

  /// All tensors, under their names here.
  var tensors: [WeightFile.Tensor] {
    names.sorted { $0.key < $1.key }.compactMap { name, stored in
      file.tensor(named: stored).map {
        WeightFile.Tensor(
          name: name, shape: $0.shape, type: $0.elementType.name, isReadable: $0.elementType.blockCount != nil
        )
      }
    }
  }

  /// A tensor's numbers.
  ///
  /// - Throws: `TensorFileError`.
  func floats(_ name: String) throws(TensorFileError) -> [Float] {
    let stored = names[name] ?? name
    let values = try file.floats(stored)
    guard let size = adjacentPairs, name.contains("q_proj.") || name.contains("k_proj."),
      let rows = file.tensor(named: stored)?.shape.first, rows > 0, rows % size == 0
    else { return values }
    // Row 2 p + s of a stored head is row s size/2 + p of the head here.
    let width = values.count / rows
    var ordered = values
    for row in 0..<rows {
      let (head, place) = (row / size * size, row % size)
      let source = head + place % (size / 2) * 2 + place / (size / 2)
      for column in 0..<width { ordered[row * width + column] = values[source * width + column] }
    }
    return ordered
  }

  /// The rows of a matrix where they lie; nil if they are no whole number of blocks.
  func rows(of name: String, width: Int) -> MatrixRows? {
    guard let tensor = file.tensor(named: names[name] ?? name), let block = tensor.elementType.blockCount,
      let bytes = tensor.elementType.blockBytes, width % block == 0
    else { return nil }
    let type = tensor.elementType
    return MatrixRows(
      file: file.file, range: tensor.byteRange, rowBytes: width / block * bytes, width: width
    ) { type.copyFloats(from: $0, to: $1) }
  }
}
