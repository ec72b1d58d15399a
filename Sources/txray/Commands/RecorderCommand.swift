import ArgumentParser
import CRecorder

struct RecorderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recorder",
    abstract: "Print the recorder for PyTorch: one Python file, to be put beside your own.",
    usage: "txray recorder > txray_recorder.py",
    discussion: """
      It records what every neuron of a live model does over a text, for any architecture, where the model \
      runs; `txray collect --recording FILE...` turns that into a snapshot. It needs torch and safetensors. \
      Its first lines say how it is used.
      """)

  func run() throws {
    let bytes = UnsafeBufferPointer(start: recorder_bytes(), count: Int(recorder_byte_count()))
    try Output.write { try $0.document(String(decoding: bytes, as: UTF8.self)) }
  }
}
