/*
 * Who is in a programme: pseudonyms, and to which organisation and actor type they belonged.
 *
 * Somebody is a participant; as a member of another organisation, another member. Numbers are given
 * in the order in which people are seen until people_sort gives them in the order of the
 * pseudonyms.
 */
#ifndef AGGREGATOR_PEOPLE_H
#define AGGREGATOR_PEOPLE_H

#include "base/token.h"
#include "evaluation/data.h"
#include "evaluation/interner.h"

struct people_person {
    uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES];
    uint32_t first_member : 31; /* one of this person; PEOPLE_NOBODY if there is none */
    uint32_t is_open : 1;       /* answered by the open link: nobody else's */
};

/* No member. */
#define PEOPLE_NOBODY (UINT32_MAX >> 1)

struct people {
    uint32_t count, capacity;
    struct people_person *list;
    uint32_t sorted_count; /* so many at the front are in order since people_sort */
    uint32_t *slots;       /* of the others, open addressing: index + 1, or 0; NULL while there are
                              none */
    uint32_t slot_count;   /* a power of two, at least twice the number of the others */
    uint32_t member_count, member_capacity;
    struct evaluation_member *members; /* names are numbers of the interners */
    uint32_t sorted_members; /* so many at the front are in order, those of a person side by side */
    uint32_t *next; /* of each other member: another one of the same person; PEOPLE_NOBODY: no
                       further one */
    uint32_t next_capacity;
    struct evaluation_interner organisations, actor_types;
};

/* Names live on the arena, the rest until people_free. */
void people_init(struct people *people, struct base_arena *arena);
void people_free(struct people *people);

/* The number of a person, who is added if not known. */
uint32_t people_add(struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                    bool is_open);

/* The number of a person; EVALUATION_NONE if not known. */
uint32_t people_find(const struct people *people, const uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES],
                     bool is_open);

/* The number of a person as a member of an organisation and actor type (empty: unknown). */
uint32_t people_member(struct people *people, uint32_t participant, struct base_text organisation,
                       struct base_text actor_type);

/* Numbers names, people and members anew: names in byte order, people in the order of their keys,
   those of the open link last, members in the order of people and then of the names.
   `ret_member_rank` is the new number of each member, `ret_rank` of each participant; to be freed.
   Nothing changes, and both are NULL, when they are in order. */
void people_sort(struct people *people, uint32_t **ret_rank, uint32_t **ret_member_rank);

/* A number that stands for a person, and that sorts as people do: 62 bits of the key under one that
   tells who answered by the open link. The highest bit is free. */
static inline uint64_t people_number(const struct people_person *person)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | person->key[i];
    return (uint64_t)person->is_open << 62 | number >> 2;
}

#endif
