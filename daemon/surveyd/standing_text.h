/*
 * The standing copy as one text: what the spool keeps, sealed, for a start without the database.
 *
 * A head with the version of the format, then numbers of eight bytes and texts with their length.
 * Every text has a zero byte behind it, so that what is read points into the text that was read.
 */
#ifndef SURVEYD_DAEMON_STANDING_TEXT_H
#define SURVEYD_DAEMON_STANDING_TEXT_H

#include "store/people.h"

struct standing_content {
    struct store_catalogue catalogue;
    bool knows_people; /* `people` holds: everybody who was invited is in it */
    struct store_people people;
};

/* On the arena. */
struct base_text standing_text_write(struct base_arena *arena,
                                     const struct standing_content *content);

/* `*ret_content` points into the text, and to the arena. STATUS_MALFORMED if the text was not made
   by this version of the format. */
BASE_MUST_CHECK enum base_status standing_text_read(struct base_arena *arena, struct base_text text,
                                                    struct standing_content *ret_content,
                                                    struct base_failure *reterr);

#endif
