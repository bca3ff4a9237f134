package io.tierwise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An axis over milliseconds: where a value stands, in percent of its width.
///
/// @param low milliseconds at 0 %
/// @param high milliseconds at 100 %
/// @param logarithmic whether equal distances are equal ratios
record Scale(double low, double high, boolean logarithmic) {
    private static final double LINEAR_UP_TO = 8;

    Scale {
        if (!(low >= 0 && high > low) || (logarithmic && low == 0)) {
            throw new IllegalArgumentException("An axis needs 0 <= low < high: " + low + " to " + high);
        }
    }

    /// A labelled place of the axis, in percent.
    record Tick(String label, String at) {}

    /// An axis that holds all values between `least` and `most`: linear from zero while the largest is
    /// a few times the smallest, else logarithmic, because readers compare ratios.
    static Scale over(double least, double most) {
        return least > 0 && most / least > LINEAR_UP_TO
                ? new Scale(least * 0.9, most * 1.1, true)
                : new Scale(0, Math.max(most, 1e-6) * 1.03, false);
    }

    static Scale fromZero(double most) {
        return new Scale(0, Math.max(most, 1e-6) * 1.02, false);
    }

    /// Where `millis` stands, between 0 and 100.
    double at(double millis) {
        double share = logarithmic
                ? Math.log(Math.max(millis, low) / low) / Math.log(high / low)
                : (millis - low) / (high - low);
        return Math.clamp(share * 100, 0, 100);
    }

    /// A place or a width as a style sheet writes it.
    static String css(double percent) {
        return String.format(Locale.ROOT, "%.3f%%", percent);
    }

    /// At most eight round values.
    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        for (double value : logarithmic ? decades() : steps()) {
            ticks.add(new Tick(Digits.significant(value), css(at(value))));
        }
        return ticks;
    }

    private List<Double> steps() {
        double raw = (high - low) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i * step <= high; i++) {
            values.add(i * step);
        }
        return values;
    }

    private List<Double> decades() {
        List<Double> values = new ArrayList<>();
        boolean dense = high / low < 300;
        for (int exponent = (int) Math.floor(Math.log10(low)); Math.pow(10, exponent) <= high; exponent++) {
            for (int digit : dense ? new int[] {1, 2, 5} : new int[] {1}) {
                double value = digit * Math.pow(10, exponent);
                if (value >= low && value <= high) {
                    values.add(value);
                }
            }
        }
        return values;
    }
}
