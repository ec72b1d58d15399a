import TensorFiles

/// Recorded gradients, found by the end of their names (the reference calls `rnn` `lstm`).
struct GradientFile {
  private let file: SafetensorsFile

  init(_ path: String) throws { file = try SafetensorsFile(path: path) }

  func gradient(named name: String) throws -> [Float]? {
    let own = name.replacing("rnn.", with: "")
    guard let tensor = file.tensors.first(where: { $0.name == name || $0.name.hasSuffix(own) }) else {
      return nil
    }
    return try file.floats(tensor.name)
  }
}
