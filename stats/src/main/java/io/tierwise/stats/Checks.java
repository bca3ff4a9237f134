package io.tierwise.stats;

/// Refuses input that no statistic is defined for, naming what was found.
final class Checks {
    private Checks() {}

    static double[] sample(String name, double[] values, int atLeast) {
        if (values.length < atLeast) {
            throw new IllegalArgumentException(name + " needs at least " + atLeast + " value"
                    + (atLeast == 1 ? "" : "s") + ", got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] must be finite: " + values[i]);
            }
        }
        return values;
    }

    static void samples(String name, double[][] groups, int groupsAtLeast, int atLeast) {
        if (groups.length < groupsAtLeast) {
            throw new IllegalArgumentException(
                    name + " needs at least " + groupsAtLeast + " entries, got " + groups.length);
        }
        for (int i = 0; i < groups.length; i++) {
            sample(name + "[" + i + "]", groups[i], atLeast);
        }
    }

    static void positive(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] > 0)) {
                throw new IllegalArgumentException(name + "[" + i + "] must be greater than zero: " + values[i]);
            }
        }
    }

    static void sameLength(String names, int first, int second) {
        if (first != second) {
            throw new IllegalArgumentException(names + " must have the same length: " + first + " and " + second);
        }
    }

    static double share(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1, exclusive: " + value);
        }
        return value;
    }

    static void pValue(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must lie in [0, 1]: " + value);
        }
    }

    static void counts(int successes, int trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "successes must lie in [0, trials] with trials >= 1: " + successes + " of " + trials);
        }
    }
}
