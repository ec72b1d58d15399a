#ifndef TXRAY_CUTF8PROC_H
#define TXRAY_CUTF8PROC_H
#include <utf8proc.h>
#endif
