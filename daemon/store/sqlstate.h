/*
 * What an SQLSTATE of PostgreSQL means to surveyd.
 */
#ifndef SURVEYD_STORE_SQLSTATE_H
#define SURVEYD_STORE_SQLSTATE_H

#include <stdbool.h>

#include "base/status.h"

/* The outcome for the caller. NULL or "" (libpq itself failed): STATUS_UNAVAILABLE. */
enum base_status store_sqlstate_status(const char *sqlstate);

/* The connection is of no more use for prepared statements, another one may be: the statement or
   its plan is gone (26000, 0A000), or the server has become a standby (25006). Nothing was done. */
bool store_sqlstate_needs_new_connection(const char *sqlstate);

/* The same may succeed at once: a deadlock, or rows that somebody else was changing. */
bool store_sqlstate_is_passing(const char *sqlstate);

/* The failure may be one member's alone, so that trying the members of a batch one by one helps;
   not when the server has no room, no time, or is going away. */
bool store_sqlstate_may_be_one_members(const char *sqlstate);

#endif
