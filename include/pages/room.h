/*
 * The page for the projector: a QR code and a short address for everybody in the room, how many
 * answers there are so far, and how much time is left. Never who has answered.
 *
 * All languages of the programme stand on one page. Without script it loads itself anew; with
 * script only the numbers change. Both ask the same: what pages_room_texts gives.
 */
#ifndef SURVEYD_PAGES_ROOM_H
#define SURVEYD_PAGES_ROOM_H

#include <stdint.h>

#include "pages/page.h"
#include "survey/programme.h"

enum pages_room_state {
    PAGES_ROOM_OPEN,
    PAGES_ROOM_UPCOMING,
    PAGES_ROOM_CLOSED,
};

struct pages_room {
    const struct survey_programme *programme;
    const struct survey_cycle *cycle; /* that the page is about, with the times that hold now */
    enum pages_room_state state;
    int64_t seconds;     /* until it opens or closes; 0 when closed */
    int64_t responses;   /* stored for that cycle; -1: not known */
    bool is_current;     /* false: the number is what was known last; the database is away */
    const char *link;    /* whole address in the code; NULL: no code */
    const char *address; /* what people can type, without the scheme; NULL: none */
    const char *results; /* path of the group's results once closed; NULL: not shown */
    const char *path;    /* of this page */
    bool refreshes;      /* loads itself anew without script */
};

/* Appends a whole HTML page to `out`. STATUS_TOO_LARGE if no QR code can hold the link. */
BASE_MUST_CHECK enum base_status pages_room_write(const struct pages_site *site,
                                                  const struct pages_room *room,
                                                  struct base_buffer *out,
                                                  struct base_failure *reterr);

/* The same for the script: an object with the members
   "state"      what would need another page when it changes, a short text
   "responses"  a number, or null
   "current"    false: the number is what was known last
   "time"       {language tag: how much time is left, in words}
   The caller owns it. */
struct json_object *pages_room_texts(const struct pages_room *room);

#endif
