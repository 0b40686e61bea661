/*
 * A submission as it came in a request's body, before its answers are validated.
 */
#ifndef SURVEYD_DAEMON_SUBMISSION_H
#define SURVEYD_DAEMON_SUBMISSION_H

#include "survey/answers.h"

/* What the button that was pressed asks for. */
enum submission_go {
    SUBMISSION_GO_ON, /* none: to the next page, or to send */
    SUBMISSION_GO_SEND,
    SUBMISSION_GO_NEXT,
    SUBMISSION_GO_BACK,
    SUBMISSION_GO_LANGUAGE, /* the same page in `go_language` */
    SUBMISSION_GO_STAY,     /* a word that no button has: the same page again */
};

/* Of a page number that no form has. */
#define SUBMISSION_PAGE_NONE ((size_t)-1)

struct submission {
    uint8_t id[16];
    const char *id_text;
    int cycle;                   /* 0: whichever is open */
    int version;                 /* 0: the current one */
    struct base_text language;   /* data NULL: not said */
    struct json_object *answers; /* from JSON; NULL when it came as a form */
    size_t field_count;
    const struct survey_field *fields; /* from a form */
    bool is_page;                      /* one page of a form, not the whole; the next two hold */
    size_t page;                       /* from 0 */
    struct base_text state;            /* what the other pages hold, sealed; data NULL: not sent */
    enum submission_go go;
    struct base_text go_language;
};

/* From application/json: {"submission": uuid, "answers": {...}} and optionally "language", "cycle".
   STATUS_MALFORMED (not JSON; `reterr` says where), STATUS_TOO_LARGE, or STATUS_INVALID with each
   wrong member in `problems`. */
BASE_MUST_CHECK enum base_status submission_from_json(struct base_arena *arena,
                                                      struct base_text body,
                                                      struct survey_problems *problems,
                                                      struct submission *ret_submission,
                                                      struct base_failure *reterr);

/* From the form: hidden fields _submission, _cycle, _version, _language, of one page alone _page
   and _state, the button pressed, and the answers' fields. Of a field that is there twice the first
   counts. STATUS_MALFORMED or STATUS_TOO_LARGE; `reterr` says why. */
BASE_MUST_CHECK enum base_status submission_from_form(struct base_arena *arena,
                                                      struct base_text body,
                                                      struct submission *ret_submission,
                                                      struct base_failure *reterr);

/* Whether the button only shows the form again: nothing is to be checked or sent. */
bool submission_turns_only(const struct submission *submission);

#endif
