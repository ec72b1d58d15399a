// Matrix products by BLIS and by OpenBLAS, in turn, on one thread, at the shapes that training multiplies,
// and how long each library takes to load. Run it through Tests/Benchmarks/products.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef void (*sgemm_function)(int, int, int, int, int, int, float, const float *, int, const float *, int,
                               float, float *, int);

enum { ROW_MAJOR = 101, AS_IT_IS = 111, TRANSPOSED = 112, REPEATS = 9 };

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(void) {
  const char *libraries[2] = {"libblis.so.4", "libopenblas.so.0"};
  sgemm_function multiply[2];
  setenv("BLIS_NUM_THREADS", "1", 1);
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  for (int i = 0; i < 2; i++) {
    double start = seconds(CLOCK_MONOTONIC);
    void *library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL);
    if (!library) {
      printf("skipped: %s is not installed\n", libraries[i]);
      return 0;
    }
    printf("%-18s loaded in %.1f ms\n", libraries[i], (seconds(CLOCK_MONOTONIC) - start) * 1e3);
    multiply[i] = (sgemm_function)dlsym(library, "cblas_sgemm");
  }
  const size_t most = 10000 * 700;
  float *a = malloc(most * 4), *b = malloc(most * 4), *c = malloc(most * 4);
  for (size_t i = 0; i < most; i++) {
    a[i] = rand() % 100 / 50.0f - 1;
    b[i] = rand() % 100 / 50.0f - 1;
  }
  struct {
    const char *name;
    int ta, tb, m, n, k;
  } shapes[] = {
      {"logits, 200 units", AS_IT_IS, TRANSPOSED, 64, 8000, 200},
      {"their gradient", AS_IT_IS, AS_IT_IS, 64, 200, 8000},
      {"decoder gradient", TRANSPOSED, AS_IT_IS, 512, 200, 700},
      {"gate gradient", TRANSPOSED, AS_IT_IS, 128, 200, 700},
      {"logits, 650 units", AS_IT_IS, TRANSPOSED, 64, 10000, 650},
      {"their gradient", AS_IT_IS, AS_IT_IS, 64, 650, 10000},
      {"decoder gradient", TRANSPOSED, AS_IT_IS, 512, 650, 700},
  };
  printf("%-18s %20s %10s %10s %8s\n", "median GFLOP/s", "m x n x k", "BLIS", "OpenBLAS", "ratio");
  for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    const int m = shapes[s].m, n = shapes[s].n, k = shapes[s].k;
    const double work = 2.0 * m * n * k;
    const int rounds = (int)(2e8 / work) + 1;
    double times[2][REPEATS];
    for (int repeat = 0; repeat < REPEATS; repeat++)
      for (int i = 0; i < 2; i++) {
        double start = seconds(CLOCK_THREAD_CPUTIME_ID);
        for (int round = 0; round < rounds; round++)
          multiply[i](ROW_MAJOR, shapes[s].ta, shapes[s].tb, m, n, k, 1, a, shapes[s].ta == AS_IT_IS ? k : m,
                      b, shapes[s].tb == AS_IT_IS ? n : k, 0, c, n);
        times[i][repeat] = (seconds(CLOCK_THREAD_CPUTIME_ID) - start) / rounds;
      }
    double rate[2];
    for (int i = 0; i < 2; i++) {
      qsort(times[i], REPEATS, sizeof(double), ascending);
      rate[i] = work / times[i][REPEATS / 2] * 1e-9;
    }
    char shape[40];
    snprintf(shape, sizeof shape, "%dx%dx%d", m, n, k);
    printf("%-18s %20s %10.1f %10.1f %8.2f\n", shapes[s].name, shape, rate[0], rate[1], rate[0] / rate[1]);
  }
}
