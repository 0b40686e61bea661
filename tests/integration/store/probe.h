/*
 * What the files of store_probe share.
 */
#ifndef SURVEYD_TESTS_PROBE_H
#define SURVEYD_TESTS_PROBE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Prints a failure; returns its exit code. */
int probe_fail(const struct base_failure *failure);

/* The same purpose and number give the same bytes, in every process. */
void probe_bytes(const char *purpose, unsigned number, void *ret_bytes, size_t length);

/* Sub-commands: `words` are what stands behind the connection string. */
int probe_read(const char *connection, int count, char **words);
/* PROGRAMME COUNT RECEIPTS RESPONDENTS SEED: that many submissions and withdrawals, of receipts
   chosen by chance, by so many people (0: by the open link). */
int probe_race(const char *connection, int count, char **words);
int probe_tool(const char *connection, int count, char **words);

#endif
