/// SHA-256 (FIPS 180-4) by the processor's own instructions. The plain form stands beside it in Swift (target Files),
/// and a test compares the two.
#ifndef TXRAY_CSHA256_H
#define TXRAY_CSHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The 64 constants of the rounds (FIPS 180-4, 4.2.2).
const uint32_t *csha256_constants(void);

/// Whether this machine has the instructions.
bool csha256_is_available(void);

/// Takes `count` blocks of 64 bytes into the state. Only where csha256_is_available.
void csha256_compress(uint32_t state[8], const uint8_t *blocks, size_t count);

#endif
