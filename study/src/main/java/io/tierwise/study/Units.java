package io.tierwise.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one table of units. A quantity is a number and a unit without a blank between: `200Mbit`, `5ms`,
/// `64Mi`.
///
/// Units are case-sensitive, for `m` is a minute (of a core: a thousandth) and `M` a million. 0 needs
/// no unit.
public enum Units {
    /// In bits per second.
    BANDWIDTH("bandwidth", "200Mbit", units("bit", 1, "kbit", 1e3, "Mbit", 1e6, "Gbit", 1e9)),
    /// In nanoseconds.
    TIME("time", "5ms", units("ns", 1, "us", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9)),
    /// In bytes.
    SIZE("size", "64Mi", units("B", 1, "Ki", 0x1p10, "Mi", 0x1p20, "Gi", 0x1p30, "kB", 1e3, "MB", 1e6, "GB", 1e9)),
    /// A part of a whole, in [0, 1].
    SHARE("share", "5%", units("%", 0.01)),
    /// A difference of two shares, in [0, 1].
    DROP("drop", "1pp", units("pp", 0.01, "%", 0.01)),
    /// In cores.
    CPU("number of cores", "0.25 or 250m", units("", 1, "m", 0.001));

    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?)\\s*([^\\s0-9].*)?");
    private static final Pattern FRACTION =
            Pattern.compile("(-?[0-9]{1,18}(?:\\.[0-9]{1,18})?)/([0-9]{1,18}(?:\\.[0-9]{1,18})?)");
    /// What people write elsewhere.
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("mbps", "Mbit"),
            Map.entry("kbps", "kbit"),
            Map.entry("gbps", "Gbit"),
            Map.entry("bps", "bit"),
            Map.entry("mb", "Mbit"),
            Map.entry("kb", "kbit"),
            Map.entry("gb", "Gbit"),
            Map.entry("\u00b5s", "us"),
            Map.entry("\u03bcs", "us"),
            Map.entry("sec", "s"),
            Map.entry("min", "m"),
            Map.entry("percent", "%"),
            Map.entry("p.p.", "pp"));

    private final String word;
    private final String example;
    // The checker knows no immutable maps of the JDK; units(Object...) makes this one unmodifiable.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, Double> scales;

    Units(String word, String example, Map<String, Double> scales) {
        this.word = word;
        this.example = example;
        this.scales = scales;
    }

    /// What such a quantity is called in messages.
    public String word() {
        return word;
    }

    /// A quantity that reads well: `200Mbit`.
    public String example() {
        return example;
    }

    /// Its units, smallest first; empty where a bare number is meant.
    public List<String> units() {
        return List.copyOf(scales.keySet());
    }

    /// Reads a quantity.
    ///
    /// @return in the unit that this kind is counted in, at least 0
    /// @throws UnitException saying what was found, which units there are, and what was probably meant
    public double read(String text) {
        Matcher parts = QUANTITY.matcher(text.strip());
        if (!parts.matches()) {
            throw refused(text, text.strip().startsWith("-") ? "must not be below 0" : "write it like " + example);
        }
        String unit = parts.group(2) == null ? "" : parts.group(2);
        double number = Double.parseDouble(parts.group(1));
        Double scale = scales.get(unit);
        if (scale != null && !text.strip().contains(" ")) {
            return number * scale;
        }
        if (unit.isEmpty() && number == 0) {
            return 0;
        }
        throw refused(text, meant(parts.group(1), unit));
    }

    /// As [#read(String)], rounded to whole nanoseconds, bytes or bits per second.
    public long readWhole(String text) {
        double value = read(text);
        if (value > 0x1p62) {
            throw refused(text, "too large");
        }
        return Math.round(value);
    }

    /// A number, or a fraction such as `1/255`.
    ///
    /// @throws UnitException where it is neither
    public static double fraction(String text) {
        Matcher parts = FRACTION.matcher(text.strip());
        try {
            double value = parts.matches()
                    ? Double.parseDouble(parts.group(1)) / Double.parseDouble(parts.group(2))
                    : Double.parseDouble(text.strip());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new UnitException("'" + text + "' is no number: write it like 0.5 or 1/255", e);
        }
        throw new UnitException("'" + text + "' is no finite number: write it like 0.5 or 1/255");
    }

    private String meant(String number, String unit) {
        if (unit.isEmpty()) {
            return "the unit is missing, write one of " + String.join(", ", units()) + ", like " + example;
        }
        List<String> known = units().stream().filter(one -> !one.isEmpty()).toList();
        String likeThis = "; write it with " + String.join(", ", known) + ", like " + example;
        if (!scales.containsKey(unit)) {
            for (Units other : values()) {
                if (other.scales.containsKey(unit)) {
                    return "'" + unit + "' is a unit of " + other.word + likeThis;
                }
            }
        }
        return nearest(unit)
                .map(near -> "did you mean " + number + near + "?")
                .orElseGet(() -> "unknown unit '" + unit + "'" + likeThis);
    }

    private UnitException refused(String text, String why) {
        return new UnitException("'" + text + "' is no " + word + ": " + why);
    }

    /// The unit itself where only a blank was wrong, else in another case, else known from elsewhere,
    /// else the longest one that begins it.
    private Optional<String> nearest(String unit) {
        if (scales.containsKey(unit)) {
            return Optional.of(unit);
        }
        for (String known : scales.keySet()) {
            if (!known.isEmpty() && known.equalsIgnoreCase(unit)) {
                return Optional.of(known);
            }
        }
        String foreign = FOREIGN.get(unit.toLowerCase(Locale.ROOT));
        if (foreign != null && scales.containsKey(foreign)) {
            return Optional.of(foreign);
        }
        Optional<String> longest = Optional.empty();
        for (String known : scales.keySet()) {
            boolean begins = unit.regionMatches(true, 0, known, 0, known.length())
                    || known.regionMatches(true, 0, unit, 0, unit.length());
            if (!known.isEmpty()
                    && begins
                    && longest.filter(l -> l.length() >= known.length()).isEmpty()) {
                longest = Optional.of(known);
            }
        }
        return longest;
    }

    private static Map<String, Double> units(Object... pairs) {
        Map<String, Double> units = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            units.put((String) pairs[i], ((Number) pairs[i + 1]).doubleValue());
        }
        return Collections.unmodifiableMap(units);
    }
}
