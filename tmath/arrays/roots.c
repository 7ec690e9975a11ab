/* One root at a time, in log x: Newton's method first, a bracket where it fails, a grid where nothing is proven.
   A kernel gives an equation's value and slope at s = log x; what has no root is NAN. */

typedef void (*tm_kernel)(double s, const double *p, double *value, double *slope);

#define TM_CLOSE 1e-8
#define TM_SURE 1e-9
#define TM_CROSSED 1e-7

static double tm_value(tm_kernel kernel, const double *p, double s)
{
    double value, slope;
    kernel(s, p, &value, &slope);
    return value;
}

/* bracketed */

static double tm_bracketed(tm_kernel kernel, const double *p, double start, double low, double high, int way)
{
    double s = isfinite(start) ? fmin(fmax(start, low), high) : 0.0, value, slope, width = 1.0;
    kernel(s, p, &value, &slope);
    double below = value * way < 0 ? s : -INFINITY, above = value * way < 0 ? INFINITY : s;
    while (!isfinite(below) || !isfinite(above)) {
        if (below >= high || above <= low || isnan(value)) return NAN;
        double t = isinf(above) ? fmin(below + width, high) : fmax(above - width, low);
        double found = tm_value(kernel, p, t);
        int rising = isnan(found) ? isinf(above) : found * way >= 0;
        if (rising) above = t; else below = t;
        if ((!rising && t >= high) || (rising && t <= low)) return NAN;
        width *= 2;
    }
    s = (below + above) / 2;
    for (int i = 0; i < 200; i++) {
        kernel(s, p, &value, &slope);
        if (value * way >= 0) above = s; else below = s;
        double t = s - value / slope;
        if (!(below < t && t < above)) t = (below + above) / 2;
        double moved = fabs(t - s);
        s = t;
        if (moved <= 1e-15 * (1 + fabs(s))) break;
    }
    kernel(s, p, &value, &slope);
    if (!(fabs(value) <= TM_SURE || fabs(value) <= TM_SURE * fabs(slope))) return NAN;
    if (fabs(tm_value(kernel, p, s - 1e-7)) <= 1e-13 || fabs(tm_value(kernel, p, s + 1e-7)) <= 1e-13) return NAN; /* a step */
    return exp(s);
}

/* newton */

static double tm_tangent(tm_kernel kernel, const double *p, double start)
{
    double s = start, value, slope;
    kernel(s, p, &value, &slope);
    double side = slope;
    for (int i = 0; i < 100 && slope != 0; i++) {
        double t = s - value / slope, moved = fabs(t - s);
        s = t;
        kernel(s, p, &value, &slope);
        if (!(moved > 1e-15 * (1 + fabs(s)))) break;
    }
    return fabs(value) <= 1e-12 && (slope * side > 0 || fabs(slope) < 1e-6) ? exp(s) : NAN;
}

static double tm_newton(tm_kernel kernel, const double *p, double start, double low, double high, int way)
{
    double s = start;
    for (int i = 0; i < 16; i++) {
        double value, slope;
        kernel(s, p, &value, &slope);
        double step = value / slope;
        s -= step;
        if (fabs(step) <= TM_CLOSE) return exp(s);
        if (!isfinite(s)) break;
    }
    return abs(way) == 1 ? tm_bracketed(kernel, p, start, low, high, way) : tm_tangent(kernel, p, start);
}

/* scan */

static double tm_crossing(tm_kernel kernel, const double *p, double a, double b, double r)
{
    double s = a, value = r;
    for (int i = 0; i < 100; i++) {
        s = (a + b) / 2;
        value = tm_value(kernel, p, s);
        if (value * r > 0) a = s; else b = s;
        if (value == 0 || b - a <= 4e-16 * (1 + fabs(a))) break;
    }
    return fabs(value) <= TM_CROSSED ? s : NAN;
}

static int tm_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double tm_scan(tm_kernel kernel, const double *p, double low, double high, int number)
{
    double a = fmax(low, -70.0), b = fmin(high, 90.0), points[600], values[600], roots[600];
    int count = (int)fmin(480, fmax(160, 4 * (b - a))), found = 0, kept = 0;
    for (int i = 0; i < count; i++) points[i] = a + (b - a) * i / (count - 1);
    if (b == high)
        for (int i = 1; i < 100; i++) {
            double s = high + log(i / 100.0);
            if (s > a) points[count++] = s;
        }
    qsort(points, count, sizeof(double), tm_compare);
    for (int i = 0; i < count; i++) values[i] = tm_value(kernel, p, points[i]);
    for (int i = 1; i < count; i++) {
        double r = values[i - 1], q = values[i];
        if (r * q < 0) roots[found++] = tm_crossing(kernel, p, points[i - 1], points[i], r);
        else if (r == 0 && q != 0) roots[found++] = points[i - 1];
        if (i + 1 < count && r * q > 0 && q * values[i + 1] > 0 && fabs(q) < fmin(fabs(r), 0.5)
            && fabs(q) <= fabs(values[i + 1])) {
            double c = points[i - 1], d = points[i + 1], side = q > 0 ? 1.0 : -1.0;
            for (int k = 0; k < 60; k++) {
                double s = c + 0.382 * (d - c), t = c + 0.618 * (d - c);
                if (tm_value(kernel, p, s) * side <= tm_value(kernel, p, t) * side) d = t; else c = s;
            }
            double lowest = (c + d) / 2, least = tm_value(kernel, p, lowest);
            if (least * q < 0) {
                roots[found++] = tm_crossing(kernel, p, points[i - 1], lowest, r);
                roots[found++] = tm_crossing(kernel, p, lowest, points[i + 1], least);
            }
        }
        if (found > 590) break;
    }
    for (int i = 0; i < found; i++)
        if (!isnan(roots[i])) roots[kept++] = roots[i];
    qsort(roots, kept, sizeof(double), tm_compare);
    return number < kept ? exp(roots[number]) : NAN;
}
