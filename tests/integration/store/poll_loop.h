/*
 * An event loop on poll(2): the smallest real implementation of base/loop.h, so that the store can
 * be driven against a real server without the http room.
 */
#ifndef SURVEYD_TESTS_POLL_LOOP_H
#define SURVEYD_TESTS_POLL_LOOP_H

#include <stdbool.h>

#include "base/loop.h"

struct base_loop *poll_loop_new(void);
void poll_loop_free(struct base_loop *loop);

/* One turn: waits for a descriptor or a timer (at most `wait_ms`), runs what is due. */
void poll_loop_turn(struct base_loop *loop, int wait_ms);

#endif
