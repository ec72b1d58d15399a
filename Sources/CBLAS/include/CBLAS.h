#ifndef TXRAY_CBLAS_H
#define TXRAY_CBLAS_H
#include <cblas.h>
#endif
