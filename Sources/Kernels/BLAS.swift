import CBLAS

/// Large matrix products, by OpenBLAS on one thread.
///
/// Threads are ours: callers cut a product into tiles of a fixed size and spread those over `Workers`, so
/// that every tile is the same call, with the same bits, whatever the number of threads.
public enum BLAS {
  private static let configured: Void = openblas_set_num_threads(1)

  /// `C [M, N] = alpha A B + beta C`, row-major; `leading` are the distances between rows as they lie in
  /// memory, before any transposition.
  public static func multiply(
    m: Int, n: Int, k: Int, alpha: Float = 1,
    _ a: UnsafePointer<Float>, leading lda: Int, transposeA: Bool = false,
    _ b: UnsafePointer<Float>, leading ldb: Int, transposeB: Bool = false,
    beta: Float = 0, into c: UnsafeMutablePointer<Float>, leading ldc: Int
  ) {
    _ = configured
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
  }
}
