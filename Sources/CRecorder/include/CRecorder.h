#ifndef TXRAY_CRECORDER_H
#define TXRAY_CRECORDER_H

/* The recorder for PyTorch (txray_recorder.py), as it stands on disk. */
const unsigned char *recorder_bytes(void);
unsigned long recorder_byte_count(void);

#endif
