#include "CKernels.h"

// Vector arguments stay inside this file, where everything is inlined: their calling convention is moot.
#pragma clang diagnostic ignored "-Wpsabi"

#include <math.h>
#include <string.h>

// Rows of a packed panel that are used together.
enum { CK_BLOCK = 256 };

typedef float v8f __attribute__((vector_size(32)));
typedef int32_t v8i __attribute__((vector_size(32)));

#define CK_INLINE static inline __attribute__((always_inline))

// A product and the sum it feeds are one rounding where the machine has such an instruction.
#pragma clang fp contract(fast)

#define CK_NAME(x) baseline_##x
#include "Loops.h"
#undef CK_NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_NAME(x) avx2_##x
#include "Loops.h"
#undef CK_NAME
#pragma clang attribute pop
#define CK_CALL(name, ...) (ck_uses_avx2() ? avx2_##name(__VA_ARGS__) : baseline_##name(__VA_ARGS__))
#else
#define CK_CALL(name, ...) baseline_##name(__VA_ARGS__)
#endif

bool ck_uses_avx2(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

size_t ck_packed_count(size_t K, size_t N) { return (N + CK_PANEL - 1) / CK_PANEL * CK_PANEL * K; }

void ck_pack(size_t K, size_t N, const float *B, size_t ldb, bool transposed, float *packed) {
  CK_CALL(pack, K, N, B, ldb, transposed, packed);
}

void ck_matmul_packed(size_t M, size_t K, size_t N, const float *A, size_t lda, const float *packed,
                      float *C, size_t ldc, bool accumulate) {
  CK_CALL(matmul_packed, M, K, N, A, lda, packed, C, ldc, accumulate);
}

void ck_lstm_cell(size_t B, size_t H, float *gates, const float *c_previous, float *c, float *tanh_c,
                  float *h) {
  CK_CALL(lstm_cell, B, H, gates, c_previous, c, tanh_c, h);
}

void ck_lstm_cell_backward(size_t B, size_t H, float *gates, const float *c_previous,
                           const float *tanh_c, const float *dh, float *dc) {
  CK_CALL(lstm_cell_backward, B, H, gates, c_previous, tanh_c, dh, dc);
}

void ck_gru_cell(size_t B, size_t H, float *gates, const float *h_previous, float *h) {
  CK_CALL(gru_cell, B, H, gates, h_previous, h);
}

void ck_gru_cell_backward(size_t B, size_t H, float *gates, const float *h_previous, const float *dh,
                          float *carried) {
  CK_CALL(gru_cell_backward, B, H, gates, h_previous, dh, carried);
}

double ck_softmax_cross_entropy(size_t V, float *logits, size_t target, float scale) {
  return CK_CALL(softmax_cross_entropy, V, logits, target, scale);
}

void ck_sigmoid(size_t count, float *values) { CK_CALL(sigmoid, count, values); }

void ck_tanh(size_t count, float *values) { CK_CALL(tanh, count, values); }

size_t ck_argmax(size_t count, const float *values) {
  size_t best = 0;
  for (size_t j = 1; j < count; j++)
    if (values[j] > values[best] || values[best] != values[best]) best = j;
  return best;
}
