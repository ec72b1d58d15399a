#include "CBLAS.h"

#include <stdint.h>

// The two functions of BLIS that are used. Its own header wants OpenMP's, which not every compiler has;
// the first is the standard C interface to BLAS, the second has been BLIS's since version 0.5.
extern void cblas_sgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                        const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
extern void bli_thread_set_num_threads(int64_t threads);

enum { ROW_MAJOR = 101, AS_IT_IS = 111, TRANSPOSED = 112 };

// BLIS's own threads stay out of it, whatever the environment says: the caller's threads are enough, and
// sums must not depend on their number.
__attribute__((constructor)) static void use_one_thread(void) { bli_thread_set_num_threads(1); }

void blas_multiply(size_t m, size_t n, size_t k, const float *a, size_t lda, bool transpose_a,
                   const float *b, size_t ldb, bool transpose_b, float *c, size_t ldc) {
  cblas_sgemm(ROW_MAJOR, transpose_a ? TRANSPOSED : AS_IT_IS, transpose_b ? TRANSPOSED : AS_IT_IS, (int)m,
              (int)n, (int)k, 1, a, (int)lda, b, (int)ldb, 0, c, (int)ldc);
}
