/*
 * Participation: who was invited, answered, came, stayed and returned.
 *
 * Each evaluation_participation_* function computes one metric of the catalogue, from the
 * parameters of the request's analysis, and fills the result's reason and values.
 */
#ifndef SURVEYD_EVALUATION_PARTICIPATION_H
#define SURVEYD_EVALUATION_PARTICIPATION_H

#include "evaluation/request.h"

/* What became of an invitation, in the terms of AAPOR for surveys of named persons. */
enum evaluation_disposition {
    EVALUATION_COMPLETE, /* more than 80 % of the required questions answered */
    EVALUATION_PARTIAL,  /* 50 to 80 % */
    EVALUATION_BREAKOFF, /* began and stopped earlier, or declined */
    EVALUATION_NO_CONTACT,
    EVALUATION_OTHER_REASON,
    EVALUATION_UNKNOWN, /* could not be delivered */
    EVALUATION_NOT_ELIGIBLE,
};
#define EVALUATION_DISPOSITIONS 7

struct evaluation_invited {
    uint32_t member; /* of the row that says so */
    enum evaluation_disposition disposition;
    bool started; /* opened and sent at least a page, or has a valid required answer */
};

/* Everybody invited to a cycle (of those whom the filter selects), in ascending order of
   participant; on the scratch arena. */
const struct evaluation_invited *
evaluation_participation_invited(const struct evaluation_request *request, int cycle,
                                 size_t *ret_count);

/* Who is present in a cycle by the plan's rule: one flag per participant (index into the data's
   participants); on the scratch arena. `ret_members` (may be NULL) gets for each participant who is
   present the member whose row says so; what it holds for the others means nothing. */
const bool *evaluation_participation_present(const struct evaluation_request *request, int cycle,
                                             const uint32_t **ret_members);

/* participation.flow: response rates of a cycle. rr2 = (complete + partial) / eligible, and the
   other rates for surveys of named persons (AAPOR 2023); everybody who was invited is of one
   disposition. */
void evaluation_participation_flow(const struct evaluation_request *request,
                                   struct evaluation_result *result);

/* participation.attendance: who came, of those invited: attended and invited / invited. */
void evaluation_participation_attendance(const struct evaluation_request *request,
                                         struct evaluation_result *result);

/* participation.retention: who is there in two cycles: |A ∩ B| / |A|, and |B \ A| / |B|, of
   people, organisations or types. */
void evaluation_participation_retention(const struct evaluation_request *request,
                                        struct evaluation_result *result);

/* participation.turnover: newcomers, those who stay, return and leave, in each cycle of the
   plan. */
void evaluation_participation_turnover(const struct evaluation_request *request,
                                       struct evaluation_result *result);

/* participation.diversity: how evenly those present spread over the K declared types: 1 - sum
   p^2 (Blau 1977), exp(-sum p ln p) (Jost 2006), and their like. */
void evaluation_participation_diversity(const struct evaluation_request *request,
                                        struct evaluation_result *result);

/* participation.representation: whether those who answered resemble those who could: 1/2 sum
   |r/R - e/N| (Duncan and Duncan 1955), 1 - 2 SD of the response rates (Schouten, Cobben and
   Bethlehem 2009). */
void evaluation_participation_representation(const struct evaluation_request *request,
                                             struct evaluation_result *result);

#endif
