import CKernels
import Glibc

/// Losses with their gradients.
public enum Losses {
  /// Cross-entropy, in nats, of one row of `classes` logits against `target`. With a `gradientScale` other
  /// than 0 the row becomes `gradientScale * (softmax - onehot(target))`.
  public static func softmaxCrossEntropy(
    _ logits: UnsafeMutablePointer<Float>, classes: Int, target: Int, gradientScale: Float
  ) -> Double {
    ck_softmax_cross_entropy(classes, logits, target, gradientScale)
  }

  /// Binary cross-entropy, in nats, of a logit against a label in {0, 1}; stable for any logit.
  public static func binaryCrossEntropy(logit: Double, label: Double) -> Double {
    max(logit, 0) - logit * label + log1p(exp(-abs(logit)))
  }

  /// The lowest index of the largest value; NaN never wins.
  public static func argmax(_ values: UnsafePointer<Float>, count: Int) -> Int { ck_argmax(count, values) }
}
