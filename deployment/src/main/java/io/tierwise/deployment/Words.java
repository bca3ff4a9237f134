package io.tierwise.deployment;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/// Turns sizes, rates and durations into the words people read.
final class Words {

    private static final long KIBI = 1024;
    private static final String[] SIZES = {"", "Ki", "Mi", "Gi", "Ti"};
    private static final String[] RATES = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};

    private Words() {}

    /// `64Mi`; at most one decimal.
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= KIBI && unit < SIZES.length - 1) {
            value /= KIBI;
            unit++;
        }
        return number(value) + SIZES[unit];
    }

    /// `200 Mbit/s`, or `unlimited`.
    static String rate(OptionalLong bitsPerSecond) {
        if (bitsPerSecond.isEmpty()) {
            return "unlimited";
        }
        double value = bitsPerSecond.getAsLong();
        int unit = 0;
        while (value >= 1000 && unit < RATES.length - 1) {
            value /= 1000;
            unit++;
        }
        return number(value) + " " + RATES[unit];
    }

    /// `4 ms`, `1.5 s`, `250 us`.
    static String of(Duration duration) {
        double nanos = duration.toNanos();
        double magnitude = Math.abs(nanos);
        if (magnitude >= 1e9) {
            return number(nanos / 1e9) + " s";
        }
        return magnitude >= 1e6 || magnitude == 0 ? number(nanos / 1e6) + " ms" : number(nanos / 1e3) + " us";
    }

    /// Cores: `0.25`.
    static String cores(double cores) {
        String text = String.format(Locale.ROOT, "%.3f", cores);
        return text.replaceFirst("\\.?0+$", "");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
