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

// Runs the block over j = 0 ..< N in steps of eight; CK_GET and CK_PUT know the last step's part.
#define CK_EACH8(N, ...)                                                                                \
  for (size_t j = 0; j < (N); j += 8) {                                                                 \
    size_t part = (N) - j < 8 ? (N) - j : 8;                                                            \
    __VA_ARGS__                                                                                         \
  }
#define CK_GET(p) (part == 8 ? CK_NAME(load)((p) + j) : CK_NAME(load_part)((p) + j, part))
#define CK_PUT(p, v)                                                                                    \
  do {                                                                                                  \
    if (part == 8) CK_NAME(store)((p) + j, v);                                                          \
    else CK_NAME(store_part)((p) + j, v, part);                                                         \
  } while (0)

#define CK_NAME(x) baseline_##x
#include "Loops.h"
#include "TransformerLoops.h"
#undef CK_NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_NAME(x) avx2_##x
#include "Loops.h"
#include "TransformerLoops.h"
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
  CK_CALL(matmul_panels, M, K, N, A, lda, packed, K, NULL, C, ldc, accumulate);
}

void ck_matmul_panels(size_t M, size_t K, size_t N, const float *A, size_t lda, const float *packed,
                      size_t panel_rows, float *C, size_t ldc, bool accumulate) {
  CK_CALL(matmul_panels, M, K, N, A, lda, packed, panel_rows, NULL, C, ldc, accumulate);
}

void ck_matmul_biased(size_t M, size_t K, size_t N, const float *A, const float *packed, const float *bias,
                      float *C) {
  CK_CALL(matmul_panels, M, K, N, A, K, packed, K, bias, C, N, false);
}

void ck_pack_narrow(size_t K, size_t N, const uint16_t *B, bool transposed, uint16_t *packed) {
  for (size_t n = 0; n < N; n += CK_PANEL) {
    const size_t width = N - n < CK_PANEL ? N - n : CK_PANEL;
    for (size_t k = 0; k < K; k++)
      for (size_t j = 0; j < CK_PANEL; j++)
        packed[n * K + k * CK_PANEL + j] = j < width ? (transposed ? B[(n + j) * K + k] : B[k * N + n + j]) : 0;
  }
}

void ck_matmul_narrow(size_t M, size_t K, size_t N, const float *A, const uint16_t *packed, bool is_half,
                      const float *bias, float *C) {
  CK_CALL(matmul_narrow, M, K, N, A, K, packed, is_half, bias, C, N, false);
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

void ck_activate(enum ck_activation activation, size_t count, float *values) {
  CK_CALL(activate, activation, count, values);
}

void ck_gate(enum ck_activation activation, size_t rows, size_t width, const float *in, size_t ldin, float *out,
             size_t ldout) {
  CK_CALL(gate, activation, rows, width, in, ldin, out, ldout);
}

void ck_layer_norm(size_t rows, size_t width, const float *in, size_t ldin, const float *weight,
                   const float *bias, float epsilon, float *out, size_t ldout) {
  CK_CALL(layer_norm, rows, width, in, ldin, weight, bias, epsilon, out, ldout);
}

void ck_rms_norm(size_t rows, size_t width, const float *in, size_t ldin, const float *weight, float epsilon,
                 float *out, size_t ldout) {
  CK_CALL(rms_norm, rows, width, in, ldin, weight, epsilon, out, ldout);
}

void ck_rotate(size_t heads, size_t head_size, size_t half, const float *cosines, const float *sines,
               float *row) {
  CK_CALL(rotate, heads, head_size, half, cosines, sines, row);
}

void ck_attention_weights(size_t rows, size_t width, float *scores, size_t ld, const int32_t *first,
                          const int32_t *end, float scale, float cap, float *peak, float *total,
                          float *rescale) {
  CK_CALL(attention_weights, rows, width, scores, ld, first, end, scale, cap, peak, total, rescale);
}

void ck_scale_rows(size_t rows, size_t width, const float *factors, float *values, size_t ld) {
  CK_CALL(scale_rows, rows, width, factors, values, ld);
}

size_t ck_argmax(size_t count, const float *values) {
  size_t best = 0;
  for (size_t j = 1; j < count; j++)
    if (values[j] > values[best] || values[best] != values[best]) best = j;
  return best;
}
