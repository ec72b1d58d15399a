/// The door to BLIS: one product on the calling thread.
#ifndef TXRAY_CBLAS_H
#define TXRAY_CBLAS_H

#include <stdbool.h>
#include <stddef.h>

/// C [m, n] = op(A) op(B), row-major; op transposes where asked; ld* are the distances between the rows of
/// the matrices as they lie in memory.
void blas_multiply(size_t m, size_t n, size_t k, const float *a, size_t lda, bool transpose_a,
                   const float *b, size_t ldb, bool transpose_b, float *c, size_t ldc);

#endif
