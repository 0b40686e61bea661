/*
 * How many answers a cycle has. Never who gave them.
 */
#ifndef SURVEYD_STORE_TALLY_H
#define SURVEYD_STORE_TALLY_H

#include "store/pool.h"

/* `responses` holds for STATUS_OK only. */
typedef void (*store_tally_callback)(enum base_status status, int64_t responses, void *context);

/* Counts the stored responses of one cycle, by personal and open links. Reads all rows of the
   programme (about 20 ms for 100,000), so whoever shows it live keeps it for a few seconds. */
void store_tally_find(struct store_pool *pool, const char *programme, int cycle,
                      store_tally_callback callback, void *context);

#endif
