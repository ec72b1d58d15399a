#ifndef TXRAY_CZLIB_H
#define TXRAY_CZLIB_H
#include <zlib.h>
#endif
