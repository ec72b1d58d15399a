/// How a neuron is taken out.
public enum PruningMode: String, Sendable, CaseIterable, Codable {
  /// Its activation is zero where it is read above: by head or decoder, or by the next layer. The recurrence of
  /// its own layer runs on. What the reference code does.
  case readout
  /// It is held at zero at every step.
  case recurrent
  /// Its rows and columns are removed: the outputs of ``recurrent``, from a smaller model.
  case structural
  /// A transformer's neuron, or what a head has gathered, is held at zero.
  case zero
  /// It is held at its mean over a text.
  case mean

  /// The modes that recurrent models are pruned in, the usual one first.
  public static let ofRecurrentModels: [PruningMode] = [.readout, .recurrent, .structural]
  /// The modes that transformers are pruned in, the usual one first.
  public static let ofTransformers: [PruningMode] = [.zero, .mean]
}
