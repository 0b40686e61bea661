/*
 * CRC-32C (Castagnoli), as iSCSI and ext4 use it: finds every single flipped bit.
 */
#ifndef SURVEYD_SPOOL_CRC32C_H
#define SURVEYD_SPOOL_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of `length` bytes; with the processor's instruction where it has one. */
uint32_t crc32c(const uint8_t *bytes, size_t length);

/* The same without the instruction. */
uint32_t crc32c_portable(const uint8_t *bytes, size_t length);

#endif
