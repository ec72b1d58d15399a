// The loops themselves, included once for every instruction set; CK_NAME(x) gives each its own name.
// Vectors of eight floats are the compiler's own type, so the same text serves both.

CK_INLINE v8f CK_NAME(load)(const float *p) {
  v8f v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

CK_INLINE void CK_NAME(store)(float *p, v8f v) { __builtin_memcpy(p, &v, sizeof v); }

CK_INLINE v8f CK_NAME(load_part)(const float *p, size_t n) {
  float lane[8] = {0};
  for (size_t i = 0; i < n; i++) lane[i] = p[i];
  return CK_NAME(load)(lane);
}

CK_INLINE void CK_NAME(store_part)(float *p, v8f v, size_t n) {
  float lane[8];
  CK_NAME(store)(lane, v);
  for (size_t i = 0; i < n; i++) p[i] = lane[i];
}

CK_INLINE v8f CK_NAME(splat)(float x) { return (v8f){x, x, x, x, x, x, x, x}; }

CK_INLINE v8f CK_NAME(select)(v8i mask, v8f yes, v8f no) {
  return (v8f)((mask & (v8i)yes) | (~mask & (v8i)no));
}

// exp by Cephes' expf: argument reduced to |r| <= ln2/2, a polynomial of degree 6; 2 ulp.
CK_INLINE v8f CK_NAME(exp)(v8f x) {
  const v8f high = CK_NAME(splat)(88.0f), low = CK_NAME(splat)(-87.0f);
  x = CK_NAME(select)(x > high, high, x);
  x = CK_NAME(select)(x < low, low, x);
  const v8f magic = CK_NAME(splat)(12582912.0f);  // 1.5 * 2^23 rounds to an integer
  v8f n = (x * 1.44269504088896341f + magic) - magic;
  v8f r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  v8f p = CK_NAME(splat)(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  v8i power = (__builtin_convertvector(n, v8i) + 127) << 23;
  return p * (v8f)power;
}

CK_INLINE v8f CK_NAME(sigmoid8)(v8f x) { return 1.0f / (1.0f + CK_NAME(exp)(-x)); }

// tanh by Cephes' tanhf: a polynomial near zero, 1 - 2/(exp(2|x|)+1) beyond.
CK_INLINE v8f CK_NAME(tanh8)(v8f x) {
  v8f magnitude = (v8f)((v8i)x & 0x7fffffff);
  v8f z = x * x;
  v8f p = CK_NAME(splat)(-5.70498872745e-3f);
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  v8f near = p * z * x + x;
  v8f far = 1.0f - 2.0f / (CK_NAME(exp)(magnitude + magnitude) + 1.0f);
  far = (v8f)((v8i)far | ((v8i)x & (int)0x80000000));
  return CK_NAME(select)(magnitude < 0.625f, near, far);
}

#define CK_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

// Eight rows of eight, `stride` floats apart, become eight columns, `CK_PANEL` floats apart.
CK_INLINE void CK_NAME(transpose8)(const float *from, size_t stride, float *to) {
  v8f r[8], pair[8], quad[8];
  for (int i = 0; i < 8; i++) r[i] = CK_NAME(load)(from + i * stride);
  for (int i = 0; i < 8; i += 2) {
    pair[i] = CK_SHUFFLE(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    pair[i + 1] = CK_SHUFFLE(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = 0; j < 2; j++) {
      quad[i + 2 * j] = CK_SHUFFLE(pair[i + j], pair[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      quad[i + 2 * j + 1] = CK_SHUFFLE(pair[i + j], pair[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    CK_NAME(store)(to + i * CK_PANEL, CK_SHUFFLE(quad[i], quad[i + 4], 0, 1, 2, 3, 8, 9, 10, 11));
    CK_NAME(store)(to + (i + 4) * CK_PANEL, CK_SHUFFLE(quad[i], quad[i + 4], 4, 5, 6, 7, 12, 13, 14, 15));
  }
}

static void CK_NAME(pack)(size_t K, size_t N, const float *B, size_t ldb, bool transposed, float *packed) {
  for (size_t n = 0; n < N; n += CK_PANEL) {
    const size_t width = N - n < CK_PANEL ? N - n : CK_PANEL;
    float *panel = packed + n * K;
    size_t k = 0;
    if (width == CK_PANEL && transposed) {
      for (; k + 8 <= K; k += 8)
        for (size_t j = 0; j < CK_PANEL; j += 8)
          CK_NAME(transpose8)(B + (n + j) * ldb + k, ldb, panel + k * CK_PANEL + j);
    } else if (width == CK_PANEL) {
      for (; k < K; k++)
        for (size_t j = 0; j < CK_PANEL; j += 8)
          CK_NAME(store)(panel + k * CK_PANEL + j, CK_NAME(load)(B + k * ldb + n + j));
    }
    for (; k < K; k++)
      for (size_t j = 0; j < CK_PANEL; j++)
        panel[k * CK_PANEL + j] =
            j < width ? (transposed ? B[(n + j) * ldb + k] : B[k * ldb + n + j]) : 0.0f;
  }
}

// ROWS x 16 results of a product: the sums stay in registers over the whole inner dimension, for which every loop
// over them must be unrolled. What comes next is fetched while the products are made.
#define CK_ROWS(ROWS)                                                                                   \
  static void CK_NAME(rows##ROWS)(size_t K, const float *A, size_t lda, const float *panel,     \
                                         const float *start, float *C, size_t ldc, size_t width,        \
                                         bool accumulate) {                                             \
    v8f sum[ROWS][2];                                                                                   \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) {                                 \
      sum[r][0] = start ? CK_NAME(load)(start) : CK_NAME(splat)(0);                                     \
      sum[r][1] = start ? CK_NAME(load)(start + 8) : CK_NAME(splat)(0);                                 \
      __builtin_prefetch(C + r * ldc, 1);                                                               \
      __builtin_prefetch(A + (r + ROWS) * lda);                                                         \
    }                                                                                                   \
    for (size_t k = 0; k < K; k++) {                                                                    \
      v8f b0 = CK_NAME(load)(panel + k * CK_PANEL), b1 = CK_NAME(load)(panel + k * CK_PANEL + 8);       \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) {                               \
        v8f a = CK_NAME(splat)(A[r * lda + k]);                                                         \
        sum[r][0] += a * b0;                                                                            \
        sum[r][1] += a * b1;                                                                            \
      }                                                                                                 \
    }                                                                                                   \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) {                                 \
      float *c = C + r * ldc;                                                                           \
      if (width == CK_PANEL) {                                                                          \
        if (accumulate) {                                                                               \
          sum[r][0] += CK_NAME(load)(c);                                                                \
          sum[r][1] += CK_NAME(load)(c + 8);                                                            \
        }                                                                                               \
        CK_NAME(store)(c, sum[r][0]);                                                                   \
        CK_NAME(store)(c + 8, sum[r][1]);                                                               \
      } else {                                                                                          \
        float lane[CK_PANEL];                                                                           \
        CK_NAME(store)(lane, sum[r][0]);                                                                \
        CK_NAME(store)(lane + 8, sum[r][1]);                                                            \
        for (size_t j = 0; j < width; j++) c[j] = accumulate ? c[j] + lane[j] : lane[j];                \
      }                                                                                                 \
    }                                                                                                   \
  }
CK_ROWS(6)
CK_ROWS(5)
CK_ROWS(4)
CK_ROWS(3)
CK_ROWS(2)
CK_ROWS(1)
#undef CK_ROWS

// The rows of a product with one panel's part.
static void CK_NAME(panel)(size_t M, size_t depth, const float *a, size_t lda, const float *panel,
                           const float *start, float *c, size_t ldc, size_t width, bool add) {
  size_t m = 0;
  for (; m + 6 <= M; m += 6, a += 6 * lda, c += 6 * ldc)
    CK_NAME(rows6)(depth, a, lda, panel, start, c, ldc, width, add);
  switch (M - m) {
    case 5: CK_NAME(rows5)(depth, a, lda, panel, start, c, ldc, width, add); break;
    case 4: CK_NAME(rows4)(depth, a, lda, panel, start, c, ldc, width, add); break;
    case 3: CK_NAME(rows3)(depth, a, lda, panel, start, c, ldc, width, add); break;
    case 2: CK_NAME(rows2)(depth, a, lda, panel, start, c, ldc, width, add); break;
    case 1: CK_NAME(rows1)(depth, a, lda, panel, start, c, ldc, width, add); break;
    default: break;
  }
}

// Inner dimensions are walked in blocks, so that a panel's part (16 KB) stays in the first-level cache
// while all rows pass over it.
static void CK_NAME(matmul_panels)(size_t M, size_t K, size_t N, const float *A, size_t lda,
                                   const float *packed, size_t panel_rows, const float *bias, float *C,
                                   size_t ldc, bool accumulate) {
  for (size_t k = 0; k < K || k == 0; k += CK_BLOCK) {
    const size_t depth = K - k < CK_BLOCK ? K - k : CK_BLOCK;
    for (size_t n = 0; n < N; n += CK_PANEL)
      CK_NAME(panel)(M, depth, A + k, lda, packed + n * panel_rows + k * CK_PANEL,
                     bias && k == 0 ? bias + n : NULL, C + n, ldc, N - n < CK_PANEL ? N - n : CK_PANEL,
                     accumulate || k > 0);
  }
}

// Eight 16-bit numbers as floats: bfloat16 is the upper half of a float; half precision gets its exponent moved
// by a multiplication, which is exact and makes subnormal numbers right too.
CK_INLINE v8f CK_NAME(widen)(const uint16_t *p, bool is_half) {
  typedef uint16_t v8h __attribute__((vector_size(16)));
  v8h stored;
  __builtin_memcpy(&stored, p, sizeof stored);
  v8i bits = __builtin_convertvector(stored, v8i);
  if (!is_half) return (v8f)(bits << 16);
  v8f value = (v8f)((bits & 0x7fff) << 13) * 0x1p112f;
  v8i special = (bits & 0x7c00) == 0x7c00;
  v8i all = (v8i)value | (special & 0x7f800000) | ((bits & 0x8000) << 16);
  return (v8f)all;
}

// The same with 16-bit panels, each part of which is widened once for all rows.
static void CK_NAME(matmul_narrow)(size_t M, size_t K, size_t N, const float *A, size_t lda,
                                   const uint16_t *packed, bool is_half, const float *bias, float *C,
                                   size_t ldc, bool accumulate) {
  float part[CK_BLOCK * CK_PANEL] __attribute__((aligned(64)));
  for (size_t k = 0; k < K || k == 0; k += CK_BLOCK) {
    const size_t depth = K - k < CK_BLOCK ? K - k : CK_BLOCK;
    for (size_t n = 0; n < N; n += CK_PANEL) {
      const uint16_t *panel = packed + n * K + k * CK_PANEL;
      if (is_half)
        for (size_t i = 0; i < depth * CK_PANEL; i += 8) CK_NAME(store)(part + i, CK_NAME(widen)(panel + i, true));
      else
        for (size_t i = 0; i < depth * CK_PANEL; i += 8) CK_NAME(store)(part + i, CK_NAME(widen)(panel + i, false));
      CK_NAME(panel)(M, depth, A + k, lda, part, bias && k == 0 ? bias + n : NULL, C + n, ldc,
                     N - n < CK_PANEL ? N - n : CK_PANEL, accumulate || k > 0);
    }
  }
}

static void CK_NAME(lstm_cell)(size_t B, size_t H, float *gates, const float *c_previous, float *c,
                               float *tanh_c, float *h) {
  for (size_t b = 0; b < B; b++) {
    float *gi = gates + b * 4 * H, *gf = gi + H, *gg = gf + H, *go = gg + H;
    const float *before = c_previous + b * H;
    float *after = c + b * H, *hidden = h + b * H, *squashed = tanh_c ? tanh_c + b * H : NULL;
    CK_EACH8(H, {
      v8f i = CK_NAME(sigmoid8)(CK_GET(gi)), f = CK_NAME(sigmoid8)(CK_GET(gf));
      v8f g = CK_NAME(tanh8)(CK_GET(gg)), o = CK_NAME(sigmoid8)(CK_GET(go));
      v8f cell = f * CK_GET(before) + i * g;
      v8f t = CK_NAME(tanh8)(cell);
      CK_PUT(gi, i);
      CK_PUT(gf, f);
      CK_PUT(gg, g);
      CK_PUT(go, o);
      CK_PUT(after, cell);
      if (squashed) CK_PUT(squashed, t);
      v8f out = o * t;
      CK_PUT(hidden, out);
    })
  }
}

static void CK_NAME(lstm_cell_backward)(size_t B, size_t H, float *gates, const float *c_previous,
                                        const float *tanh_c, const float *dh, float *dc) {
  for (size_t b = 0; b < B; b++) {
    float *gi = gates + b * 4 * H, *gf = gi + H, *gg = gf + H, *go = gg + H;
    const float *before = c_previous + b * H, *squashed = tanh_c + b * H, *gradient = dh + b * H;
    float *carried = dc + b * H;
    CK_EACH8(H, {
      v8f i = CK_GET(gi), f = CK_GET(gf), g = CK_GET(gg), o = CK_GET(go);
      v8f t = CK_GET(squashed), d = CK_GET(gradient);
      v8f cell = CK_GET(carried) + d * o * (1.0f - t * t);
      v8f di = cell * g * i * (1.0f - i);
      v8f df = cell * CK_GET(before) * f * (1.0f - f);
      v8f dg = cell * i * (1.0f - g * g);
      v8f dout = d * t * o * (1.0f - o);
      v8f next = cell * f;
      CK_PUT(gi, di);
      CK_PUT(gf, df);
      CK_PUT(gg, dg);
      CK_PUT(go, dout);
      CK_PUT(carried, next);
    })
  }
}

static void CK_NAME(gru_cell)(size_t B, size_t H, float *gates, const float *h_previous, float *h) {
  for (size_t b = 0; b < B; b++) {
    float *gr = gates + b * 4 * H, *gz = gr + H, *gn = gz + H, *gh = gn + H;
    const float *before = h_previous + b * H;
    float *hidden = h + b * H;
    CK_EACH8(H, {
      v8f r = CK_NAME(sigmoid8)(CK_GET(gr)), z = CK_NAME(sigmoid8)(CK_GET(gz));
      v8f n = CK_NAME(tanh8)(CK_GET(gn) + r * CK_GET(gh));
      v8f out = n + z * (CK_GET(before) - n);
      CK_PUT(gr, r);
      CK_PUT(gz, z);
      CK_PUT(gn, n);
      CK_PUT(hidden, out);
    })
  }
}

static void CK_NAME(gru_cell_backward)(size_t B, size_t H, float *gates, const float *h_previous,
                                       const float *dh, float *carried) {
  for (size_t b = 0; b < B; b++) {
    float *gr = gates + b * 4 * H, *gz = gr + H, *gn = gz + H, *gh = gn + H;
    const float *before = h_previous + b * H, *gradient = dh + b * H;
    float *direct = carried + b * H;
    CK_EACH8(H, {
      v8f r = CK_GET(gr), z = CK_GET(gz), n = CK_GET(gn), hidden = CK_GET(gh), d = CK_GET(gradient);
      v8f dz = d * (CK_GET(before) - n) * z * (1.0f - z);
      v8f dn = d * (1.0f - z) * (1.0f - n * n);
      v8f dr = dn * hidden * r * (1.0f - r);
      v8f dhidden = dn * r;
      v8f straight = d * z;
      CK_PUT(gr, dr);
      CK_PUT(gz, dz);
      CK_PUT(gn, dn);
      CK_PUT(gh, dhidden);
      CK_PUT(direct, straight);
    })
  }
}

static double CK_NAME(softmax_cross_entropy)(size_t V, float *logits, size_t target, float scale) {
  v8f peak = CK_NAME(splat)(logits[0]);
  size_t whole = V / 8 * 8;
  for (size_t j = 0; j < whole; j += 8) {
    v8f x = CK_NAME(load)(logits + j);
    peak = CK_NAME(select)(x > peak, x, peak);
  }
  float largest = peak[0];
  for (int k = 1; k < 8; k++) largest = peak[k] > largest ? peak[k] : largest;
  for (size_t j = whole; j < V; j++) largest = logits[j] > largest ? logits[j] : largest;
  const float chosen = logits[target];
  v8f total = CK_NAME(splat)(0);
  CK_EACH8(V, {
    v8f e = CK_NAME(exp)(CK_GET(logits) - largest);
    if (scale != 0) CK_PUT(logits, e);
    if (part < 8) {
      float lane[8];
      CK_NAME(store)(lane, e);
      for (size_t k = part; k < 8; k++) lane[k] = 0;
      e = CK_NAME(load)(lane);
    }
    total += e;
  })
  float lane[8];
  CK_NAME(store)(lane, total);
  double sum = 0;
  for (int k = 0; k < 8; k++) sum += lane[k];
  if (scale != 0) {
    const float factor = (float)(scale / sum);
    for (size_t j = 0; j < V; j++) logits[j] *= factor;
    logits[target] -= scale;
  }
  return log(sum) + ((double)largest - (double)chosen);
}

static void CK_NAME(sigmoid)(size_t count, float *values) {
  CK_EACH8(count, { CK_PUT(values, CK_NAME(sigmoid8)(CK_GET(values))); })
}

static void CK_NAME(tanh)(size_t count, float *values) {
  CK_EACH8(count, { CK_PUT(values, CK_NAME(tanh8)(CK_GET(values))); })
}
