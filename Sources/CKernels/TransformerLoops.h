// The loops of transformers, included after Loops.h once for every instruction set.

// The sum of the lanes, always in the same order.
CK_INLINE float CK_NAME(lane_sum)(v8f v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

CK_INLINE v8f CK_NAME(max8)(v8f a, v8f b) { return CK_NAME(select)(a > b, a, b); }

// erf as a rational function on [-4, 4], beyond which it is 1 in single precision; within 3e-7.
CK_INLINE v8f CK_NAME(erf8)(v8f x) {
  const v8f limit = CK_NAME(splat)(4.0f);
  x = CK_NAME(select)(x > limit, limit, x);
  x = CK_NAME(select)(x < -limit, -limit, x);
  v8f z = x * x;
  v8f p = CK_NAME(splat)(-2.72614225801306e-10f);
  p = p * z + 2.77068142495902e-08f;
  p = p * z - 2.10102402082508e-06f;
  p = p * z - 5.69250639462346e-05f;
  p = p * z - 7.34990630326855e-04f;
  p = p * z - 2.95459980854025e-03f;
  p = p * z - 1.60960333262415e-02f;
  v8f q = CK_NAME(splat)(-1.45660718464996e-05f);
  q = q * z - 2.13374055278905e-04f;
  q = q * z - 1.68282697438203e-03f;
  q = q * z - 7.37332916720468e-03f;
  q = q * z - 1.42647390514189e-02f;
  return x * p / q;
}

CK_INLINE v8f CK_NAME(activate8)(enum ck_activation activation, v8f x) {
  const v8f zero = CK_NAME(splat)(0);
  switch (activation) {
    case CK_GELU: return 0.5f * x * (1.0f + CK_NAME(erf8)(x * 0.70710678118654752f));
    case CK_GELU_TANH:
      // (1 + tanh y) / 2 = sigmoid(2 y)
      return x * CK_NAME(sigmoid8)(1.59576912160573071f * (x + 0.044715f * x * x * x));
    case CK_GELU_QUICK: return x * CK_NAME(sigmoid8)(1.702f * x);
    case CK_SILU: return x * CK_NAME(sigmoid8)(x);
    case CK_RELU: return CK_NAME(max8)(x, zero);
    case CK_RELU2: {
      v8f y = CK_NAME(max8)(x, zero);
      return y * y;
    }
    case CK_TANH: return CK_NAME(tanh8)(x);
  }
  return x;
}

// One loop for each activation, so that the choice is made outside of it.
#define CK_EACH_ACTIVATION(LOOP)                                                                        \
  switch (activation) {                                                                                 \
    case CK_GELU: LOOP(CK_GELU); break;                                                                 \
    case CK_GELU_TANH: LOOP(CK_GELU_TANH); break;                                                       \
    case CK_GELU_QUICK: LOOP(CK_GELU_QUICK); break;                                                     \
    case CK_SILU: LOOP(CK_SILU); break;                                                                 \
    case CK_RELU: LOOP(CK_RELU); break;                                                                 \
    case CK_RELU2: LOOP(CK_RELU2); break;                                                               \
    case CK_TANH: LOOP(CK_TANH); break;                                                                 \
  }

static void CK_NAME(activate)(enum ck_activation activation, size_t count, float *values) {
#define CK_LOOP(A) CK_EACH8(count, { CK_PUT(values, CK_NAME(activate8)(A, CK_GET(values))); })
  CK_EACH_ACTIVATION(CK_LOOP)
#undef CK_LOOP
}

static void CK_NAME(gate)(enum ck_activation activation, size_t rows, size_t width, const float *in,
                          size_t ldin, float *out, size_t ldout) {
  for (size_t r = 0; r < rows; r++, in += ldin, out += ldout) {
    const float *factor = in + width;
#define CK_LOOP(A) \
  CK_EACH8(width, { CK_PUT(out, CK_NAME(activate8)(A, CK_GET(in)) * CK_GET(factor)); })
    CK_EACH_ACTIVATION(CK_LOOP)
#undef CK_LOOP
  }
}
#undef CK_EACH_ACTIVATION

static void CK_NAME(layer_norm)(size_t rows, size_t width, const float *in, size_t ldin, const float *weight,
                                const float *bias, float epsilon, float *out, size_t ldout) {
  for (size_t r = 0; r < rows; r++, in += ldin, out += ldout) {
    v8f sum = CK_NAME(splat)(0);
    CK_EACH8(width, { sum += CK_GET(in); })
    const float mean = CK_NAME(lane_sum)(sum) / (float)width;
    v8f squares = CK_NAME(splat)(0);
    CK_EACH8(width, {
      v8f centred = CK_GET(in) - mean;
      if (part < 8)
        for (size_t k = part; k < 8; k++) centred[k] = 0;
      squares += centred * centred;
    })
    const float factor = 1.0f / sqrtf(CK_NAME(lane_sum)(squares) / (float)width + epsilon);
    CK_EACH8(width, {
      v8f y = (CK_GET(in) - mean) * factor;
      if (weight) y = y * CK_GET(weight);
      if (bias) y = y + CK_GET(bias);
      CK_PUT(out, y);
    })
  }
}

static void CK_NAME(rms_norm)(size_t rows, size_t width, const float *in, size_t ldin, const float *weight,
                              float epsilon, float *out, size_t ldout) {
  for (size_t r = 0; r < rows; r++, in += ldin, out += ldout) {
    v8f squares = CK_NAME(splat)(0);
    CK_EACH8(width, {
      v8f x = CK_GET(in);
      squares += x * x;
    })
    const float factor = 1.0f / sqrtf(CK_NAME(lane_sum)(squares) / (float)width + epsilon);
    CK_EACH8(width, { CK_PUT(out, CK_GET(in) * factor * CK_GET(weight)); })
  }
}

static void CK_NAME(rotate)(size_t heads, size_t head_size, size_t half, const float *cosines,
                            const float *sines, float *row) {
  for (size_t h = 0; h < heads; h++, row += head_size) {
    float *first = row, *second = row + half;
    CK_EACH8(half, {
      v8f x = CK_GET(first), y = CK_GET(second), c = CK_GET(cosines), s = CK_GET(sines);
      CK_PUT(first, x * c - y * s);
      CK_PUT(second, y * c + x * s);
    })
  }
}

static void CK_NAME(attention_weights)(size_t rows, size_t width, float *scores, size_t ld,
                                       const int32_t *first, const int32_t *end, float scale, float cap,
                                       float *peak, float *total, float *rescale) {
  const v8i steps = {0, 1, 2, 3, 4, 5, 6, 7};
  const v8f nothing = CK_NAME(splat)(-INFINITY), zero = CK_NAME(splat)(0);
  for (size_t r = 0; r < rows; r++, scores += ld) {
    if (first[r] >= end[r]) {
      memset(scores, 0, width * sizeof *scores);
      rescale[r] = 1;
      continue;
    }
    // Vectors that hold at least one column of the row.
    const size_t from = (size_t)first[r] / 8 * 8, to = ((size_t)end[r] + 7) / 8 * 8;
    v8f largest = nothing;
    for (size_t j = from; j < to; j += 8) {
      v8f x = CK_NAME(load)(scores + j) * scale;
      if (cap > 0) x = cap * CK_NAME(tanh8)(x / cap);
      v8i column = steps + (int32_t)j;
      x = CK_NAME(select)((column >= first[r]) & (column < end[r]), x, nothing);
      CK_NAME(store)(scores + j, x);
      largest = CK_NAME(max8)(x, largest);
    }
    float top = peak[r];
    for (int k = 0; k < 8; k++) top = largest[k] > top ? largest[k] : top;
    const float before = peak[r] == -INFINITY ? 0 : CK_NAME(exp)(CK_NAME(splat)(peak[r] - top))[0];
    v8f sum = zero;
    for (size_t j = from; j < to; j += 8) {
      v8f x = CK_NAME(load)(scores + j);
      v8f weight = CK_NAME(select)(x == nothing, zero, CK_NAME(exp)(x - top));
      CK_NAME(store)(scores + j, weight);
      sum += weight;
    }
    memset(scores, 0, from * sizeof *scores);
    if (to < width) memset(scores + to, 0, (width - to) * sizeof *scores);
    peak[r] = top;
    rescale[r] = before;
    total[r] = total[r] * before + CK_NAME(lane_sum)(sum);
  }
}

static void CK_NAME(scale_rows)(size_t rows, size_t width, const float *factors, float *values, size_t ld) {
  for (size_t r = 0; r < rows; r++, values += ld)
    CK_EACH8(width, { CK_PUT(values, CK_GET(values) * factors[r]); })
}
