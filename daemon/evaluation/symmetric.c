#include "symmetric.h"

#include <math.h>

static double off_diagonal(const double *matrix, size_t size)
{
    double sum = 0;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++)
            sum += i == j ? 0 : matrix[i * size + j] * matrix[i * size + j];
    return sum;
}

/* Turns rows and columns p and q so that the element between them vanishes. */
static void rotate(double *matrix, size_t size, double *vectors, size_t p, size_t q)
{
    double between = matrix[p * size + q];
    if (between == 0)
        return;
    double theta = (matrix[q * size + q] - matrix[p * size + p]) / (2 * between);
    double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    double c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t i = 0; i < size; i++) {
        double a = matrix[i * size + p], b = matrix[i * size + q];
        matrix[i * size + p] = c * a - s * b;
        matrix[i * size + q] = s * a + c * b;
    }
    for (size_t i = 0; i < size; i++) {
        double a = matrix[p * size + i], b = matrix[q * size + i];
        matrix[p * size + i] = c * a - s * b;
        matrix[q * size + i] = s * a + c * b;
        double u = vectors[i * size + p], v = vectors[i * size + q];
        vectors[i * size + p] = c * u - s * v;
        vectors[i * size + q] = s * u + c * v;
    }
}

static void swap_columns(double *vectors, size_t size, size_t a, size_t b)
{
    for (size_t i = 0; i < size; i++) {
        double keep = vectors[i * size + a];
        vectors[i * size + a] = vectors[i * size + b];
        vectors[i * size + b] = keep;
    }
}

void evaluation_symmetric_eigen(double *matrix, size_t size, double *ret_values,
                                double *ret_vectors)
{
    double scale = 0;
    for (size_t i = 0; i < size * size; i++) {
        scale += matrix[i] * matrix[i];
        ret_vectors[i] = i % (size + 1) == 0;
    }
    /* Convergence is quadratic: ten sweeps are plenty, the bound only guards against cycling. */
    for (int sweep = 0; sweep < 60 && off_diagonal(matrix, size) > 1e-32 * scale; sweep++)
        for (size_t p = 0; p < size; p++)
            for (size_t q = p + 1; q < size; q++)
                rotate(matrix, size, ret_vectors, p, q);
    for (size_t i = 0; i < size; i++)
        ret_values[i] = matrix[i * size + i];
    for (size_t i = 0; i < size; i++) {
        size_t largest = i;
        for (size_t j = i + 1; j < size; j++)
            if (ret_values[j] > ret_values[largest])
                largest = j;
        double keep = ret_values[i];
        ret_values[i] = ret_values[largest];
        ret_values[largest] = keep;
        if (largest != i)
            swap_columns(ret_vectors, size, i, largest);
    }
}

bool evaluation_symmetric_solve(double *matrix, size_t size, double *right)
{
    for (size_t j = 0; j < size; j++) {
        double pivot = matrix[j * size + j];
        for (size_t k = 0; k < j; k++)
            pivot -= matrix[j * size + k] * matrix[j * size + k];
        if (!(pivot > 0))
            return false;
        pivot = sqrt(pivot);
        matrix[j * size + j] = pivot;
        for (size_t i = j + 1; i < size; i++) {
            double sum = matrix[i * size + j];
            for (size_t k = 0; k < j; k++)
                sum -= matrix[i * size + k] * matrix[j * size + k];
            matrix[i * size + j] = sum / pivot;
        }
    }
    for (size_t i = 0; i < size; i++) {
        for (size_t k = 0; k < i; k++)
            right[i] -= matrix[i * size + k] * right[k];
        right[i] /= matrix[i * size + i];
    }
    for (size_t i = size; i-- > 0;) {
        for (size_t k = i + 1; k < size; k++)
            right[i] -= matrix[k * size + i] * right[k];
        right[i] /= matrix[i * size + i];
    }
    return true;
}
