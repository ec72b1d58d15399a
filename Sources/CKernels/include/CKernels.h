/// Loops that need wide vectors: each is compiled for AVX2+FMA and for the baseline machine, and the
/// machine it runs on decides which one is called. Plain reference loops stand beside them in Swift
/// (target Kernels), and the tests compare the two.
///
/// Shapes: B rows (lanes of a minibatch), H hidden units, K inner dimension, M x N results, V classes.
/// Everything is row-major float; `ld` is the distance in floats between two rows.
///
/// Each row of a result depends on its own inputs only, in the same order of operations whatever the
/// number of rows: splitting a batch differently, or over more threads, never changes a bit.
#ifndef TXRAY_CKERNELS_H
#define TXRAY_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CTransformerKernels.h"

/// Columns of one packed panel.
enum { CK_PANEL = 16 };

/// Floats that a packed [K, N] matrix occupies.
size_t ck_packed_count(size_t K, size_t N);

/// Packs B [K, N] (`transposed`: given as [N, K]) into panels [ceil(N/16)][K][16], zero-padded.
void ck_pack(size_t K, size_t N, const float *B, size_t ldb, bool transposed, float *packed);

/// C [M, N] = A [M, K] x B (+ C if `accumulate`), with B packed by ck_pack. Rows of A and C are lda and ldc
/// floats apart.
void ck_matmul_packed(size_t M, size_t K, size_t N, const float *A, size_t lda, const float *packed,
                      float *C, size_t ldc, bool accumulate);

/// The same with the first K rows of a packed matrix that has `panel_rows`; A is [M, K].
void ck_matmul_panels(size_t M, size_t K, size_t N, const float *A, size_t lda, const float *packed,
                      size_t panel_rows, float *C, size_t ldc, bool accumulate);

/// Packs B [K, N] (`transposed`: given as [N, K]) of 16-bit numbers into panels like ck_pack's.
void ck_pack_narrow(size_t K, size_t N, const uint16_t *B, bool transposed, uint16_t *packed);

/// C [M, N] = A [M, K] x B + bias, with B packed by ck_pack and rows without gaps. `bias` holds a multiple of
/// CK_PANEL floats, or is NULL.
void ck_matmul_biased(size_t M, size_t K, size_t N, const float *A, const float *packed, const float *bias,
                      float *C);

/// The same with 16-bit panels: half precision, or else bfloat16. The same bits as with the same numbers as
/// floats.
void ck_matmul_narrow(size_t M, size_t K, size_t N, const float *A, const uint16_t *packed, bool is_half,
                      const float *bias, float *C);

/// One LSTM step after the products. `gates` [B, 4H] holds pre-activations i, f, g, o (PyTorch's order)
/// and is overwritten with the activated gates. c = f*c_previous + i*g; h = o*tanh(c).
/// `tanh_c` [B, H] may be NULL.
void ck_lstm_cell(size_t B, size_t H, float *gates, const float *c_previous, float *c, float *tanh_c,
                  float *h);

/// Backward of ck_lstm_cell: `gates` (activated) [B, 4H] is overwritten with the gradient of the
/// pre-activations; `dc` [B, H] enters as the gradient of c from the step after and leaves as that of
/// c_previous; `dh` [B, H] is the gradient of h.
void ck_lstm_cell_backward(size_t B, size_t H, float *gates, const float *c_previous,
                           const float *tanh_c, const float *dh, float *dc);

/// One GRU step after the products. `gates` [B, 4H] holds the pre-activations of r and z, then the input's
/// and the hidden state's part of n's; they are overwritten with r, z, n and (as it was) the hidden part.
/// n = tanh(n_input + r*n_hidden); h = (1 - z)*n + z*h_previous (PyTorch's).
void ck_gru_cell(size_t B, size_t H, float *gates, const float *h_previous, float *h);

/// Backward of ck_gru_cell: `gates` (activated) is overwritten with the gradients of the four
/// pre-activations, `carried` [B, H] with z*dh, what h_previous gets directly.
void ck_gru_cell_backward(size_t B, size_t H, float *gates, const float *h_previous, const float *dh,
                          float *carried);

/// Cross-entropy of one row of logits [V] against `target`, in nats. With `scale` != 0 the row is
/// overwritten with scale * (softmax - onehot(target)).
double ck_softmax_cross_entropy(size_t V, float *logits, size_t target, float scale);

/// In place over `count` values.
void ck_sigmoid(size_t count, float *values);
void ck_tanh(size_t count, float *values);

/// The lowest index of the largest value; NaN never wins. `count` > 0.
size_t ck_argmax(size_t count, const float *values);

/// Whether the AVX2+FMA versions are in use.
bool ck_uses_avx2(void);

#endif
