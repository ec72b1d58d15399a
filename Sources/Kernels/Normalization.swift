import CKernels

/// Norms of rows, and rotations of their heads.
public enum Normalization {
  /// LayerNorm (Ba, Kiros and Hinton, 2016) of `input [rows, width]`: biased variance, epsilon inside the root.
  /// Rows are `width` floats apart; `input` and `output` may be the same.
  public static func layer(
    _ input: UnsafePointer<Float>, rows: Int, width: Int, weight: UnsafePointer<Float>?,
    bias: UnsafePointer<Float>?, epsilon: Float, into output: UnsafeMutablePointer<Float>
  ) {
    ck_layer_norm(rows, width, input, width, weight, bias, epsilon, output, width)
  }

  /// RMSNorm (Zhang and Sennrich, 2019) of `input [rows, width]`, whose rows are `stride` floats apart, as are
  /// those of `output`; the two may be the same.
  public static func rootMeanSquare(
    _ input: UnsafePointer<Float>, rows: Int, width: Int, stride: Int, weight: UnsafePointer<Float>,
    epsilon: Float, into output: UnsafeMutablePointer<Float>
  ) {
    ck_rms_norm(rows, width, input, stride, weight, epsilon, output, stride)
  }

  /// Turns the heads of one row by rotary angles: pairs (d, d + half) of each head, whose cosines and sines
  /// `[half]` are given (Su et al., 2021, in the half-split form).
  public static func rotate(
    _ row: UnsafeMutablePointer<Float>, heads: Int, headSize: Int, half: Int,
    cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>
  ) {
    ck_rotate(heads, headSize, half, cosines, sines, row)
  }
}
