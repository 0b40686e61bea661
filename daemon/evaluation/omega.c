#include <math.h>
#include <string.h>

#include "evaluation/reaction.h"
#include "items.h"
#include "symmetric.h"

/* A uniqueness below this at the minimum is an improper solution. */
#define UNIQUENESS_LEAST 0.005
/* Where the search gives up: far below what is improper anyway. */
#define UNIQUENESS_FLOOR 1e-7
#define CONDITION_LEAST 1e-12
#define STEPS_MAX 500
/* Curvature that is negative beyond rounding, how far to step along it, and how often to try. */
#define SADDLE_CURVATURE 1e-8
#define SADDLE_STEP 0.1
#define SADDLES_MAX 10

/* The maximum likelihood fit of one factor to a correlation matrix, as a function of
   x = ln(psi): the loadings are eliminated. With the eigenvalues theta and unit vectors w of
   psi^(-1/2) R psi^(-1/2), theta_1 the largest, the function to minimise is
   sum over m >= 2 of theta_m - ln(theta_m) - 1. */
struct factor {
    size_t size;
    const double *correlations;
    double *logarithms; /* x */
    double *values;     /* theta, descending */
    double *vectors;    /* w_m is column m */
    double *work;       /* size x size */
    double fit;
};

static void evaluate(struct factor *factor)
{
    size_t k = factor->size;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            factor->work[i * k + j] = factor->correlations[i * k + j] *
                                      exp(-(factor->logarithms[i] + factor->logarithms[j]) / 2);
    evaluation_symmetric_eigen(factor->work, k, factor->values, factor->vectors);
    factor->fit = 0;
    for (size_t m = 1; m < k; m++)
        factor->fit += factor->values[m] - log(factor->values[m]) - 1;
}

/* d fit / d x_i = sum over m >= 2 of (1 - theta_m) w_im^2. */
static void gradient(const struct factor *factor, double *ret_gradient)
{
    size_t k = factor->size;
    for (size_t i = 0; i < k; i++) {
        ret_gradient[i] = 0;
        for (size_t m = 1; m < k; m++) {
            double w = factor->vectors[i * k + m];
            ret_gradient[i] += (1 - factor->values[m]) * w * w;
        }
    }
}

/* The exact second derivatives. Terms of two eigenvalues m, n >= 2 combine so that their difference
   cancels; only the distance to theta_1 stays in a denominator. */
static void hessian(const struct factor *factor, double *ret_hessian)
{
    size_t k = factor->size;
    const double *theta = factor->values, *w = factor->vectors;
    for (size_t i = 0; i < k; i++) {
        for (size_t l = 0; l < k; l++) {
            double weighted = 0, plain = 0, first = 0;
            for (size_t m = 1; m < k; m++) {
                double product = w[i * k + m] * w[l * k + m];
                plain += product;
                weighted += theta[m] * product;
                first += (1 - theta[m]) * (theta[0] + theta[m]) / (theta[0] - theta[m]) * product;
            }
            ret_hessian[i * k + l] = weighted * plain + first * w[i * k] * w[l * k];
        }
    }
}

/* One damped Newton step; false when no step lowers the fit any more. */
static bool descend(struct factor *factor, const double *slope, const double *curvature,
                    double *step, double *damping)
{
    size_t k = factor->size;
    double before = factor->fit;
    for (int attempt = 0; attempt < 60; attempt++) {
        memcpy(factor->work, curvature, k * k * sizeof(double));
        for (size_t i = 0; i < k; i++) {
            factor->work[i * k + i] += *damping;
            step[i] = -slope[i];
        }
        if (evaluation_symmetric_solve(factor->work, k, step)) {
            for (size_t i = 0; i < k; i++) {
                step[i] = fmax(-1, fmin(1, step[i]));
                factor->logarithms[i] += step[i];
            }
            evaluate(factor);
            if (factor->fit <= before + 1e-15 * fabs(before)) {
                *damping = *damping < 1e-10 ? 0 : *damping / 10;
                return true;
            }
            for (size_t i = 0; i < k; i++)
                factor->logarithms[i] -= step[i];
        }
        *damping = fmax(1e-6, *damping * 10);
    }
    evaluate(factor);
    return false;
}

static bool is_improper(const struct factor *factor, double least)
{
    for (size_t i = 0; i < factor->size; i++)
        if (exp(factor->logarithms[i]) < least)
            return true;
    return false;
}

/* Leaves a point that is level but no minimum, such as the one where two items that are alike to
   the others get the same uniqueness; false if it is a minimum. */
static bool leave_saddle(struct base_arena *scratch, struct factor *factor)
{
    size_t k = factor->size;
    double *curvature = base_arena_array(scratch, double, k *k);
    double *values = base_arena_array(scratch, double, k);
    double *vectors = base_arena_array(scratch, double, k *k);
    hessian(factor, curvature);
    evaluation_symmetric_eigen(curvature, k, values, vectors);
    if (values[k - 1] >= -SADDLE_CURVATURE)
        return false;
    for (size_t i = 0; i < k; i++)
        factor->logarithms[i] += SADDLE_STEP * vectors[i * k + k - 1];
    evaluate(factor);
    return true;
}

/* Descends to a point where the fit is level. */
static void settle(struct base_arena *scratch, struct factor *factor)
{
    size_t k = factor->size;
    double *slope = base_arena_array(scratch, double, k);
    double *step = base_arena_array(scratch, double, k);
    double *curvature = base_arena_array(scratch, double, k *k);
    double damping = 0;
    for (int count = 0; count < STEPS_MAX && !is_improper(factor, UNIQUENESS_FLOOR); count++) {
        gradient(factor, slope);
        if (evaluation_magnitude_of(slope, k) < 1e-13)
            return;
        hessian(factor, curvature);
        if (!descend(factor, slope, curvature, step, &damping) ||
            evaluation_magnitude_of(step, k) < 1e-14)
            return;
    }
}

/* Minimises; false when the minimum is improper. */
static bool minimise(struct base_arena *scratch, struct factor *factor)
{
    evaluate(factor);
    settle(scratch, factor);
    for (int count = 0; count < SADDLES_MAX && !is_improper(factor, UNIQUENESS_FLOOR) &&
                        leave_saddle(scratch, factor);
         count++)
        settle(scratch, factor);
    return !is_improper(factor, UNIQUENESS_LEAST);
}

/* Correlations of the items; false when the matrix is singular. `ret_start` gets the logarithms of
   the usual first guess, (1 - 1/2k) / (R^-1)_ii. */
static bool correlate(const struct evaluation_request *request,
                      const struct evaluation_items *items, double *ret_correlations,
                      double *ret_start)
{
    size_t k = items->count;
    for (size_t i = 0; i < k; i++) {
        ret_correlations[i * k + i] = 1;
        for (size_t j = 0; j < i; j++)
            ret_correlations[i * k + j] = ret_correlations[j * k + i] =
                evaluation_items_correlation(items, i, j);
    }
    double *copy = base_arena_array(request->scratch, double, k *k);
    double *values = base_arena_array(request->scratch, double, k);
    double *vectors = base_arena_array(request->scratch, double, k *k);
    memcpy(copy, ret_correlations, k * k * sizeof(double));
    evaluation_symmetric_eigen(copy, k, values, vectors);
    if (!(values[k - 1] >= CONDITION_LEAST * values[0]))
        return false;
    for (size_t i = 0; i < k; i++) {
        double inverse = 0;
        for (size_t m = 0; m < k; m++)
            inverse += vectors[i * k + m] * vectors[i * k + m] / values[m];
        ret_start[i] = log((1 - 0.5 / (double)k) / inverse);
    }
    return true;
}

static double omega_of(const struct factor *factor, const struct evaluation_items *items)
{
    size_t k = factor->size;
    double stretch = sqrt(fmax(0, factor->values[0] - 1)), loadings = 0, rest = 0;
    for (size_t i = 0; i < k; i++) {
        double uniqueness = exp(factor->logarithms[i]), deviation = items->deviations[i];
        loadings += deviation * sqrt(uniqueness) * factor->vectors[i * k] * stretch;
        rest += deviation * deviation * uniqueness;
    }
    return loadings * loadings / (loadings * loadings + rest);
}

void evaluation_reaction_omega(const struct evaluation_request *request,
                               struct evaluation_result *result)
{
    struct evaluation_items items =
        evaluation_items_of(request, request->analysis->scale, request->analysis->cycle);
    size_t k = items.count;
    struct factor factor = {.size = k};
    double omega = NAN;
    double *correlations = base_arena_array(request->scratch, double, k *k);
    factor.correlations = correlations;
    factor.logarithms = base_arena_array(request->scratch, double, k);
    factor.values = base_arena_array(request->scratch, double, k);
    factor.vectors = base_arena_array(request->scratch, double, k *k);
    factor.work = base_arena_array(request->scratch, double, k *k);
    if (items.cases == 0)
        result->reason = EVALUATION_NO_DATA;
    else if (k < 3)
        result->reason = EVALUATION_TOO_FEW_ITEMS;
    else if (items.cases <= k)
        result->reason = EVALUATION_N_TOO_SMALL;
    else if (!correlate(request, &items, correlations, factor.logarithms))
        result->reason = EVALUATION_NOT_IDENTIFIED;
    else if (!minimise(request->scratch, &factor))
        result->reason = EVALUATION_HEYWOOD;
    else
        omega = omega_of(&factor, &items);
    evaluation_put_count(result->values, "n", items.cases);
    if (items.cases == 0)
        evaluation_put_null(result->values, "k");
    else
        evaluation_put_count(result->values, "k", k);
    evaluation_put_number(result->values, "omega", omega);
}
