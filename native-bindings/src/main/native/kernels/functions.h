// Functions of vectors, for any kind of them: included behind what they are made of (avx512.h, avx2.h).

/// 2^x for x from -126 to 127, relative error below 2e-7: Taylor's series around the nearest whole number.
INLINE vector exp2_vector(vector x) {
    vector whole = round_vector(x);
    vector part = x - whole;
    vector sum = splat(1.5403530e-4f);
    sum = multiply_add(sum, part, splat(1.3333558e-3f));
    sum = multiply_add(sum, part, splat(9.6181291e-3f));
    sum = multiply_add(sum, part, splat(5.5504109e-2f));
    sum = multiply_add(sum, part, splat(2.4022651e-1f));
    sum = multiply_add(sum, part, splat(6.9314718e-1f));
    sum = multiply_add(sum, part, splat(1.0f));
    return times_power_of_two(sum, whole);
}

/// GELU in its tanh form (Hendrycks and Gimpel 2016): x / (1 + exp(-2 sqrt(2 / pi) (x + 0.044715 x^3))).
INLINE vector gelu_vector(vector x) {
    const float rate = -2.0f * 0.7978845608f * 1.4426950409f;
    vector cubic = multiply_add(x * x, splat(0.044715f), splat(1.0f));
    vector power = x * cubic * splat(rate);
    power = larger(smaller(power, splat(126.0f)), splat(-126.0f));
    return x / (splat(1.0f) + exp2_vector(power));
}

/// GELU as it is defined: x times the share of the normal distribution below x. The share beyond |x| is half of
/// erfc(|x| / sqrt(2)), absolute error below 1e-7 (Abramowitz and Stegun 1964, 7.1.26).
INLINE vector gelu_erf_vector(vector x) {
    vector t = multiply_add(absolute(x), splat(0.3275911f * 0.7071067812f), splat(1.0f));
    t = splat(1.0f) / t;
    vector sum = splat(0.5f * 1.061405429f);
    sum = multiply_add(sum, t, splat(0.5f * -1.453152027f));
    sum = multiply_add(sum, t, splat(0.5f * 1.421413741f));
    sum = multiply_add(sum, t, splat(0.5f * -0.284496736f));
    sum = multiply_add(sum, t, splat(0.5f * 0.254829592f));
    vector power = larger(x * x * splat(-0.5f * 1.4426950409f), splat(-126.0f));
    vector beyond = sum * t * exp2_vector(power);
    return x * complement_unless_negative(beyond, x);
}
