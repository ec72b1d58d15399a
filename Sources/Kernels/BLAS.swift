import CBLAS

/// Large matrix products, by BLIS on one thread.
///
/// Threads are ours: callers cut a product into tiles of a fixed size and spread those over `Workers`, so
/// that every tile is the same call, with the same bits, whatever the number of threads.
public enum BLAS {
  /// `C [M, N] = op(A) op(B)`, row-major; `leading` are the distances between rows as they lie in memory,
  /// before any transposition.
  public static func multiply(
    m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Float>, leading lda: Int, transposeA: Bool = false,
    _ b: UnsafePointer<Float>, leading ldb: Int, transposeB: Bool = false,
    into c: UnsafeMutablePointer<Float>, leading ldc: Int
  ) {
    blas_multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, c, ldc)
  }
}
