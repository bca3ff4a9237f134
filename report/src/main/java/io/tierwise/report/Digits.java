package io.tierwise.report;

import io.tierwise.advice.Standing.Percentile;
import java.util.Locale;

/// The digits and the unit of every number a reader sees, on the terminal and on the page.
///
/// Three significant digits carry a latency further than any interval here does; accuracies show a
/// tenth of a point. A figure that was not taken (NaN, or -1 for counts) reads as a dash. Exports do
/// not come through here: they keep every digit.
public final class Digits {
    private static final String NONE = "-";

    private Digits() {}

    /// A latency in milliseconds with its unit: `5.31 ms`.
    public static String millis(double millis) {
        return Double.isNaN(millis) ? NONE : bare(millis) + " ms";
    }

    /// A latency in milliseconds without its unit: `5.31`.
    public static String bare(double millis) {
        return Double.isNaN(millis) ? NONE : fixed(millis, decimals(millis));
    }

    /// The interval of a latency, with the decimals of its ends: `5.12 to 5.53`.
    public static String interval(double low, double high) {
        return Double.isNaN(low) || Double.isNaN(high)
                ? NONE
                : fixed(low, decimals(high)) + " to " + fixed(high, decimals(high));
    }

    /// What stands beside a percentile: its interval, or how many trials an interval needs.
    public static String support(Percentile percentile) {
        return percentile.needed() > 0
                ? "needs n >= " + count(percentile.needed())
                : interval(percentile.low(), percentile.high());
    }

    /// A ratio: `1.34x`.
    public static String ratio(double ratio) {
        return Double.isNaN(ratio) ? NONE : ratioBare(ratio) + "x";
    }

    /// The interval of a ratio: `1.28 to 1.40`; `1.28 or more` where its upper end is not known.
    public static String ratioInterval(double low, double high) {
        if (Double.isNaN(low) || Double.isNaN(high) || (low == 0 && Double.isInfinite(high))) {
            return NONE;
        }
        if (Double.isInfinite(high)) {
            return ratioBare(low) + " or more";
        }
        return low == 0 ? "at most " + ratioBare(high) : ratioBare(low) + " to " + ratioBare(high);
    }

    /// A share in [0, 1] as a percentage: `91.5 %`.
    public static String share(double share) {
        return Double.isNaN(share) ? NONE : fixed(share * 100, 1) + " %";
    }

    /// The interval of a share: `90.1 to 92.7 %`.
    public static String shareInterval(double low, double high) {
        return Double.isNaN(low) || Double.isNaN(high)
                ? NONE
                : fixed(low * 100, 1) + " to " + fixed(high * 100, 1) + " %";
    }

    /// A difference of shares in percentage points: `0.4 pp`, negative for a gain.
    public static String points(double difference) {
        return Double.isNaN(difference) ? NONE : fixed(difference * 100, 1) + " pp";
    }

    /// A size: `3,136 B`, `24.5 KiB`, `3.06 MiB`.
    public static String bytes(long bytes) {
        if (bytes < 0) {
            return NONE;
        }
        if (bytes < 10_000) {
            return count(bytes) + " B";
        }
        double kibi = bytes / 1024.0;
        return kibi < 1000 ? significant(kibi) + " KiB" : significant(kibi / 1024) + " MiB";
    }

    /// A count: `12,345`, or a dash below zero.
    public static String count(long count) {
        return count < 0 ? NONE : String.format(Locale.ROOT, "%,d", count);
    }

    /// A large count in short: `274 k`, `25.6 M`.
    public static String shortCount(long count) {
        if (count < 10_000) {
            return count(count);
        }
        return count < 1_000_000
                ? significant(count / 1e3) + " k"
                : count < 1_000_000_000 ? significant(count / 1e6) + " M" : significant(count / 1e9) + " G";
    }

    /// A p-value: `p = 0.012`, `p < 0.001`.
    public static String probability(double p) {
        return Double.isNaN(p) ? NONE : p < 0.001 ? "p < 0.001" : "p = " + fixed(p, 3);
    }

    /// A percentage of a worth: `5 %`.
    public static String percent(double share) {
        return significant(share * 100) + " %";
    }

    private static String ratioBare(double ratio) {
        return fixed(ratio, ratio < 10 ? 2 : ratio < 100 ? 1 : 0);
    }

    /// A number in [-1, 1] with its sign: `+0.904`.
    static String signed(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%+.3f", value);
    }

    /// A number of any unit with three digits: `0.5`, `17.6`, `1,161`.
    static String significant(double value) {
        String text = fixed(value, decimals(value));
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /// Decimals that show three significant digits, at most four.
    private static int decimals(double value) {
        double size = Math.abs(value);
        return size == 0 ? 1 : Math.clamp(2 - (long) Math.floor(Math.log10(size)), 0, 4);
    }

    private static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        // -0.0 of a tiny negative difference would read as a gain
        return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
    }
}
