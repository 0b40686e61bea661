/*
 * An event loop whose clock the test moves and whose descriptors the test makes ready.
 */
#ifndef SURVEYD_TESTS_FAKE_LOOP_H
#define SURVEYD_TESTS_FAKE_LOOP_H

#include <stdbool.h>

#include "base/loop.h"

struct base_loop *fake_loop_new(void);
/* Fails the test when a watch or a timer is left. */
void fake_loop_free(struct base_loop *loop);

/* Moves the clock and runs every timer that gets due, in order of time. 0: one turn. */
void fake_loop_advance(struct base_loop *loop, int64_t milliseconds);

/* Makes a descriptor ready for what it is watched for of `ready`. */
void fake_loop_ready(struct base_loop *loop, int descriptor, unsigned ready);

/* What a descriptor is watched for; 0 if it is not. */
unsigned fake_loop_interest(const struct base_loop *loop, int descriptor);

/* Milliseconds until the next timer; -1 if none is set. */
int64_t fake_loop_next_timer(const struct base_loop *loop);

#endif
