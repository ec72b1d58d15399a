import Kernels
import Sites
import TensorFiles
import Transformers

/// A safetensors file with the activations of all sites, to compare with another framework: for each site a
/// tensor `[tokens of all documents, neurons]` of its name, `document_starts`, and `logits` `[tokens, V]`.
public enum ActivationFile {
  /// Reads the documents and writes the file, whole or not at all.
  ///
  /// Memory: 4 bytes a token and neuron of all sites, and a token and logit.
  ///
  /// - Throws: `FileError.io`, or what the model's logits give.
  public static func write(
    _ documents: [[Int32]], from reader: TransformerReader, of model: Transformer, logits: Bool,
    workers: Workers, to path: String
  ) throws {
    var starts = [0]
    for document in documents { starts.append((starts.last ?? 0) + document.count) }
    let (sites, offsets) = (reader.sites.sites, starts)
    let kept = sites.map { FloatBuffer(count: offsets[documents.count] * $0.neurons) }
    reader.read(documents) { chunk in
      for (place, site) in sites.enumerated() {
        let values = chunk.activations(site: place)
        for (row, token) in chunk.tokens.enumerated() {
          (kept[place].pointer + (offsets[chunk.document] + token) * site.neurons)
            .update(from: values.start + row * values.stride, count: site.neurons)
        }
      }
    }
    var writer = SafetensorsWriter(metadata: ["format": "txray.activations", "model": model.path])
    for (buffer, site) in zip(kept, sites) {
      writer.add(site.name, shape: [offsets[documents.count], site.neurons], elementType: .float32) {
        try $0.write(UnsafeRawBufferPointer(buffer.buffer))
      }
    }
    writer.add("document_starts", values: starts.dropLast().map { Int64($0) })
    if logits {
      let rows = try model.logits(documents, workers: workers)
      let width = zip(rows, documents).first { !$1.isEmpty }.map { $0.count / $1.count } ?? 0
      writer.add("logits", shape: [offsets[documents.count], width], elementType: .float32) { sink in
        for row in rows { try sink.write(row) }
      }
    }
    try writer.write(to: path)
  }
}
