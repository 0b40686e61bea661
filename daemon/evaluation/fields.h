/*
 * What the fields of results are: for each metric of the catalogue a table that ends with a row
 * without a name. Formulas are in plain Unicode; Σ goes over whatever the row names.
 */
#ifndef EVALUATION_FIELDS_H
#define EVALUATION_FIELDS_H

#include "evaluation/catalogue.h"

/* A share with its interval. */
#define FIELDS_SHARE(name, meaning)                                                                \
    {name, "share", meaning}, {name "_low", "share", "lower limit of it (Wilson)"},                \
    {                                                                                              \
        name "_high", "share", "upper limit of it (Wilson)"                                        \
    }

#define FIELDS_END                                                                                 \
    {                                                                                              \
        0                                                                                          \
    }

extern const struct evaluation_field_row evaluation_fields_participation_flow[];
extern const struct evaluation_field_row evaluation_fields_participation_attendance[];
extern const struct evaluation_field_row evaluation_fields_participation_retention[];
extern const struct evaluation_field_row evaluation_fields_participation_turnover[];
extern const struct evaluation_field_row evaluation_fields_participation_diversity[];
extern const struct evaluation_field_row evaluation_fields_participation_representation[];

extern const struct evaluation_field_row evaluation_fields_reaction_item[];
extern const struct evaluation_field_row evaluation_fields_reaction_nps[];
extern const struct evaluation_field_row evaluation_fields_reaction_scale[];
extern const struct evaluation_field_row evaluation_fields_reaction_reliability[];
extern const struct evaluation_field_row evaluation_fields_reaction_omega[];

extern const struct evaluation_field_row evaluation_fields_learning_paired[];
extern const struct evaluation_field_row evaluation_fields_learning_signed_rank[];
extern const struct evaluation_field_row evaluation_fields_learning_gain[];
extern const struct evaluation_field_row evaluation_fields_learning_reliable_change[];
extern const struct evaluation_field_row evaluation_fields_learning_retrospective[];
extern const struct evaluation_field_row evaluation_fields_learning_mcnemar[];

extern const struct evaluation_field_row evaluation_fields_transfer_assignment[];
extern const struct evaluation_field_row evaluation_fields_transfer_application[];
extern const struct evaluation_field_row evaluation_fields_transfer_link[];
extern const struct evaluation_field_row evaluation_fields_results_goals[];
extern const struct evaluation_field_row evaluation_fields_spread_reach[];
extern const struct evaluation_field_row evaluation_fields_spread_referral[];

extern const struct evaluation_field_row evaluation_fields_understanding_agreement[];
extern const struct evaluation_field_row evaluation_fields_understanding_icc[];
extern const struct evaluation_field_row evaluation_fields_understanding_change[];
extern const struct evaluation_field_row evaluation_fields_understanding_ranking[];
extern const struct evaluation_field_row evaluation_fields_network_structure[];
extern const struct evaluation_field_row evaluation_fields_network_change[];

extern const struct evaluation_field_row evaluation_fields_trajectory_slope[];
extern const struct evaluation_field_row evaluation_fields_trajectory_friedman[];
extern const struct evaluation_field_row evaluation_fields_trajectory_page[];
extern const struct evaluation_field_row evaluation_fields_trajectory_overlap[];
extern const struct evaluation_field_row evaluation_fields_compare_groups[];
extern const struct evaluation_field_row evaluation_fields_multiplicity_holm[];

extern const struct evaluation_field_row evaluation_fields_disclosure_breakdown[];
extern const struct evaluation_field_row evaluation_fields_disclosure_releases[];
extern const struct evaluation_field_row evaluation_fields_disclosure_display[];

#endif
