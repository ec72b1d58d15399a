/// How a neuron is taken out.
public enum PruningMode: String, Sendable, CaseIterable, Codable {
  /// Its activation is zero where it is read above: by head or decoder, or by the next layer. The recurrence of
  /// its own layer runs on. What the reference code does.
  case readout
  /// It is held at zero at every step.
  case recurrent
  /// Its rows and columns are removed: the outputs of ``recurrent``, from a smaller model.
  case structural
}
