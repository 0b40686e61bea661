/*
 * The answers of people to several questions of one cycle, read in pieces: as few bytes at a time
 * as the processor likes, however many people there are.
 */
#ifndef EVALUATION_SHEET_H
#define EVALUATION_SHEET_H

#include "evaluation/request.h"

/* People of one piece. */
#define EVALUATION_PIECE ((size_t)1024)

struct evaluation_sheet {
    const struct evaluation_request *request;
    size_t count; /* questions */
    const struct evaluation_question **definitions;
    const struct evaluation_column **columns;
    double **decoded;  /* of each question whose cells are bytes: by byte, as a piece has it */
    bool *is_reversed; /* of each question */
    bool *is_whole;    /* of each question: all values are small whole numbers */
    double *lowest, *highest; /* of each question with bytes: the least and the greatest value that
                                 there could be; the least is the greater one if there is none */
    const struct evaluation_rows *rows;
    size_t people;       /* with a row in the cycle, whether they were put the questions or not */
    const size_t *first; /* row of each person, and one more; NULL: person i has row i */
    double magnitude;    /* largest absolute valid answer */
    bool is_small; /* evaluation_sheet_add may be used: small whole numbers, a row per person */
};

/* On the scratch arena of the request. With `reversed`, answers to questions that are marked are.
 */
struct evaluation_sheet evaluation_sheet_of(const struct evaluation_request *request, size_t count,
                                            const size_t *questions, int cycle, bool reversed);

/* The sheet of a variable (a question, reversed where marked, or a scale), and how many valid
   answers a value needs. */
struct evaluation_sheet evaluation_sheet_of_variable(const struct evaluation_request *request,
                                                     const struct evaluation_variable *variable,
                                                     double *ret_needed);

/* The answers to one question of `count` (at most EVALUATION_PIECE) people from `person` on: a
   number; EVALUATION_MISSING if there is no valid answer; EVALUATION_ABSENT if it was not put, or
   the filter leaves the row out. */
void evaluation_sheet_read(const struct evaluation_sheet *sheet, size_t question, size_t person,
                           size_t count, double *ret_values);

/* The member whose row the first of the questions is that was put to the person: to one to whom any
   was. */
uint32_t evaluation_sheet_member(const struct evaluation_sheet *sheet, size_t person);

/* Answers of a piece to all the questions. */
struct evaluation_piece {
    size_t count;       /* people */
    double *values;     /* question by question, EVALUATION_PIECE apart */
    uint32_t *put;      /* of each person: how many of the questions were put */
    uint32_t *answered; /* and how many of them are answered validly */
};

/* Room for pieces of this sheet, on the scratch arena. */
struct evaluation_piece evaluation_piece_new(const struct evaluation_sheet *sheet);

/* Reads the piece that begins with `person`. */
void evaluation_piece_read(const struct evaluation_sheet *sheet, size_t person,
                           struct evaluation_piece *piece);

/* Of each person of a piece: the sum of the valid answers, how many these are, and whether any of
   the questions was put. */
struct evaluation_sums {
    int16_t sum[EVALUATION_PIECE], answered[EVALUATION_PIECE], put[EVALUATION_PIECE];
};

/* Adds up a piece of at most EVALUATION_PIECE people, whether or not the filter lets them pass; of
   a sheet that is_small. Reads the bytes as they are stored, several at once in one instruction. */
void evaluation_sheet_add(const struct evaluation_sheet *sheet, size_t person, size_t count,
                          struct evaluation_sums *ret_sums);

/* The valid answers to one question of such a sheet, 0 where there is none, and how many of the
   questions asked for so far each person answered (added to `answered`). */
void evaluation_sheet_read_small(const struct evaluation_sheet *sheet, size_t question,
                                 size_t person, size_t count, int16_t *ret_values,
                                 int16_t *answered, int16_t *put);

/* The values of a variable (a question, reversed where marked, or a scale), one person after the
   other, without keeping them. */
struct evaluation_stream {
    struct evaluation_sheet sheet;
    struct evaluation_piece piece;
    size_t person;  /* where the piece begins */
    size_t place;   /* in the piece */
    double needed;  /* valid answers */
    size_t missing; /* people so far who were put any of the questions and have no value */
    long double *sums;
};

/* On the scratch arena of the request. */
struct evaluation_stream evaluation_stream_of(const struct evaluation_request *request,
                                              const struct evaluation_variable *variable);

/* The next person with a value, in ascending order of participant; false at the end. */
bool evaluation_stream_next(struct evaluation_stream *stream, uint32_t *ret_member,
                            double *ret_value);

#endif
