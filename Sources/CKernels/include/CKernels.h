#ifndef TXRAY_CKERNELS_H
#define TXRAY_CKERNELS_H
#endif
