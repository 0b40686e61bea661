/*
 * Small symmetric matrices, row by row.
 */
#ifndef EVALUATION_SYMMETRIC_H
#define EVALUATION_SYMMETRIC_H

#include <stdbool.h>
#include <stddef.h>

/* Eigenvalues in descending order and their unit vectors (vector m is column m of `ret_vectors`) by
   Jacobi's rotations; `matrix` (size x size) is destroyed. */
void evaluation_symmetric_eigen(double *matrix, size_t size, double *ret_values,
                                double *ret_vectors);

/* Solves matrix * x = right in place of `right` by Cholesky; false, and both spoiled, if the matrix
   is not positive definite. `matrix` is destroyed. */
bool evaluation_symmetric_solve(double *matrix, size_t size, double *right);

#endif
