/// Loops of transformers: activations, norms, rotary positions, attention weights. As in CKernels.h, every row
/// of a result depends on its own inputs only.
#ifndef TXRAY_CTRANSFORMERKERNELS_H
#define TXRAY_CTRANSFORMERKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// What is applied to one number x between the two products of a feed-forward layer, or in a head.
enum ck_activation {
  CK_GELU,        ///< x * (1 + erf(x / sqrt 2)) / 2
  CK_GELU_TANH,   ///< x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2
  CK_GELU_QUICK,  ///< x * sigmoid(1.702 x)
  CK_SILU,        ///< x * sigmoid(x)
  CK_RELU,        ///< max(x, 0)
  CK_RELU2,       ///< max(x, 0)^2
  CK_TANH,        ///< tanh x
};

/// In place over `count` values.
void ck_activate(enum ck_activation activation, size_t count, float *values);

/// out [rows, width] = activation(in's first half) * in's second half, with in [rows, 2 * width]. Rows are ldin
/// and ldout floats apart.
void ck_gate(enum ck_activation activation, size_t rows, size_t width, const float *in, size_t ldin, float *out,
             size_t ldout);

/// Each row minus its mean, over the root of its (biased) variance plus epsilon, times weight [width] plus bias
/// [width]; either may be NULL. `in` and `out` may be the same.
void ck_layer_norm(size_t rows, size_t width, const float *in, size_t ldin, const float *weight,
                   const float *bias, float epsilon, float *out, size_t ldout);

/// Each row over the root of its mean square plus epsilon, times weight [width]. `in` and `out` may be the same.
void ck_rms_norm(size_t rows, size_t width, const float *in, size_t ldin, const float *weight, float epsilon,
                 float *out, size_t ldout);

/// Rotary positions: in each of `heads` heads of one row, the pairs (d, d + half), d < half, are turned by the
/// angles whose cosines and sines [half] are given; the rest of the head stays.
void ck_rotate(size_t heads, size_t head_size, size_t half, const float *cosines, const float *sines,
               float *row);

/// One tile of attention: scores [rows, width] become exp(score - peak) in the columns first[r] ..< end[r] of
/// row r, 0 in the others. Before that scores are multiplied by `scale` and, with cap > 0, become
/// cap * tanh(score / cap). `width` is a multiple of 8 and all of it is written.
///
/// `peak` and `total` [rows] run over the tiles of a row, starting at -infinity and 0; rescale [rows] is what
/// sums over earlier tiles must be multiplied by (Milakov and Gimelshein, 2018; Dao et al., 2022).
void ck_attention_weights(size_t rows, size_t width, float *scores, size_t ld, const int32_t *first,
                          const int32_t *end, float scale, float cap, float *peak, float *total,
                          float *rescale);

/// Row r of values [rows, width] times factors[r].
void ck_scale_rows(size_t rows, size_t width, const float *factors, float *values, size_t ld);

#endif
