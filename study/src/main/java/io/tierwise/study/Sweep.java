package io.tierwise.study;

import io.tierwise.data.DidYouMean;
import io.tierwise.deployment.Link;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.deployment.TopologyException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// A property of a tier or a link, and the range or the values it is thought through:
/// `mobile-edge.bandwidth=1..1000Mbit`, `mobile.cpu=0.1..1`, `edge-cloud.bandwidth=1,10,50Mbit`.
///
/// @param subject name of a tier, or of a link as the study file writes it
/// @param property what changes
/// @param from least value, in the property's unit, above 0
/// @param to greatest value, above `from`
/// @param listed the only values looked at, least first; empty for all between the ends
public record Sweep(String subject, Property property, double from, double to, List<Double> listed) {

    private static final Pattern TEXT = Pattern.compile("([^.=]+(?:\\.[^.=]+)*?)\\.([a-z]+)=(.+)");
    private static final int MOST_LISTED = 50;
    private static final double LARGEST_RATIO = 1e9;
    private static final int SHOWN_DIGITS = 3;

    /// What can be thought otherwise.
    public enum Property {
        /// Of a link, each way, in bits per second.
        BANDWIDTH(Units.BANDWIDTH),
        /// Of a link, in nanoseconds.
        RTT(Units.TIME),
        /// Of a tier, in cores.
        CPU(Units.CPU),
        /// Of a tier, in bytes.
        MEMORY(Units.SIZE);

        private final Units units;

        Property(Units units) {
            this.units = units;
        }

        /// The word study files use.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isOfLink() {
            return this == BANDWIDTH || this == RTT;
        }

        /// A value as a reader wants it: `38 Mbit/s`.
        public String show(double value) {
            return switch (this) {
                case BANDWIDTH -> scaled(value, " bit/s", 1e3, " kbit/s", 1e6, " Mbit/s", 1e9, " Gbit/s");
                case RTT -> scaled(value, " ns", 1e3, " us", 1e6, " ms", 1e9, " s");
                case CPU -> digits(value) + " CPU";
                case MEMORY -> scaled(value, " B", 0x1p10, " KiB", 0x1p20, " MiB", 0x1p30, " GiB");
            };
        }

        private static String scaled(double value, String unit, Object... larger) {
            double scale = 1;
            String word = unit;
            for (int i = 0; i < larger.length; i += 2) {
                if (value >= (Double) larger[i]) {
                    scale = (Double) larger[i];
                    word = (String) larger[i + 1];
                }
            }
            return digits(value / scale) + word;
        }

        private static String digits(double value) {
            return new BigDecimal(value)
                    .round(new MathContext(SHOWN_DIGITS))
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    public Sweep {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(property, "property");
        listed = List.copyOf(listed);
        if (!(from > 0 && to > from && to <= from * LARGEST_RATIO)) {
            throw new UnitException("a sweep goes from a value above 0 to a larger one, at most 1,000,000,000 times as "
                    + "large; found " + from + " to " + to);
        }
    }

    /// Reads a sweep over these tiers and links. The unit may be left out of all values but the last.
    ///
    /// @throws UnitException saying what was found and what is known
    public static Sweep parse(String text, Topology topology) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw noSweep(text);
        }
        Property property = property(parts.group(2), text);
        String subject = subject(parts.group(1), property, topology, text);
        boolean isRange = parts.group(3).contains("..");
        List<String> words = Arrays.stream(parts.group(3).split(isRange ? "\\.\\." : ",", -1))
                .map(String::strip)
                .toList();
        if (words.contains("") || words.size() < 2 || words.size() > (isRange ? 2 : MOST_LISTED)) {
            throw noSweep(text);
        }
        try {
            List<Double> values = values(words, property.units);
            return new Sweep(
                    subject, property, values.getFirst(), values.getLast(), isRange ? List.of() : ascending(values));
        } catch (UnitException e) {
            throw new UnitException("'" + text + "': " + e.getMessage(), e);
        }
    }

    private static UnitException noSweep(String text) {
        return new UnitException("'" + text + "' is no sweep: write it like mobile-edge.bandwidth=1..1000Mbit,"
                + " mobile-edge.rtt=1..100ms, mobile.cpu=0.1..1 or mobile.memory=64..1024Mi; or name 2 to "
                + MOST_LISTED + " values, like mobile-edge.bandwidth=1,10,100Mbit");
    }

    private static List<Double> values(List<String> words, Units units) {
        String unit = words.getLast().replaceFirst("^[0-9.]+", "");
        return words.stream()
                .map(word -> units.read(word.matches("[0-9]+(\\.[0-9]+)?") ? word + unit : word))
                .toList();
    }

    private static List<Double> ascending(List<Double> values) {
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i) <= values.get(i - 1)) {
                throw new UnitException("values are listed from the least to the greatest, each once");
            }
        }
        return values;
    }

    private static Property property(String word, String text) {
        return Arrays.stream(Property.values())
                .filter(property -> property.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UnitException("'" + text + "': '" + word + "' cannot be swept; "
                        + DidYouMean.sentence(
                                word,
                                Arrays.stream(Property.values())
                                        .map(Property::word)
                                        .toList())));
    }

    private static String subject(String name, Property property, Topology topology, String text) {
        List<String> known = property.isOfLink()
                ? topology.links().stream()
                        .filter(Link.Direct.class::isInstance)
                        .map(Sweep::name)
                        .toList()
                : topology.names();
        return Stream.concat(known.stream(), reversed(known, topology))
                .filter(name::equals)
                .findFirst()
                .map(found -> known.contains(found) ? found : turned(found, topology))
                .orElseThrow(() -> new UnitException("'" + text + "': no "
                        + (property.isOfLink() ? "link with a " + property.word() + " of its own" : "tier")
                        + " is called '"
                        + name + "'; " + DidYouMean.sentence(name, known)));
    }

    private static Stream<String> reversed(List<String> names, Topology topology) {
        return topology.links().stream()
                .filter(link -> names.contains(name(link)))
                .map(link -> link.to() + "-" + link.from());
    }

    private static String turned(String name, Topology topology) {
        return topology.links().stream()
                .filter(link -> (link.to() + "-" + link.from()).equals(name))
                .map(Sweep::name)
                .findFirst()
                .orElseThrow();
    }

    private static String name(Link link) {
        return link.from() + "-" + link.to();
    }

    /// What is swept: `mobile-edge.bandwidth`.
    public String name() {
        return subject + "." + property.word();
    }

    /// Whether its values were listed.
    public boolean isListed() {
        return !listed.isEmpty();
    }

    /// The listed values; or so many from the least to the greatest, each the same ratio above the one before.
    ///
    /// @param count at least 2
    public List<Double> values(int count) {
        if (isListed()) {
            return listed;
        }
        double ratio = Math.log(to / from) / (count - 1);
        List<Double> values = new ArrayList<>(DoubleStream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> from * Math.exp(i * ratio))
                .boxed()
                .toList());
        values.set(count - 1, to);
        return values;
    }

    /// The same tiers and links with the property at a value.
    public Topology at(Topology topology, double value) {
        List<Tier> tiers = topology.tiers().stream()
                .map(tier -> tier.name().equals(subject) ? changed(tier, value) : tier)
                .toList();
        List<Link> links = topology.links().stream()
                .map(link -> name(link).equals(subject) && link instanceof Link.Direct direct
                        ? changed(direct, value)
                        : link)
                .toList();
        return new Topology(tiers, links, topology.source());
    }

    private Tier changed(Tier tier, double value) {
        return switch (property) {
            case CPU -> tier.withCpu(value);
            case MEMORY -> tier.withMemoryBytes(Math.round(value));
            case BANDWIDTH, RTT -> tier;
        };
    }

    private Link changed(Link.Direct link, double value) {
        OptionalLong rate = OptionalLong.of(Math.max(1, Math.round(value)));
        return switch (property) {
            case BANDWIDTH ->
                new Link.Direct(link.from(), link.to(), rate, rate, link.roundTrip(), link.jitter(), Optional.empty());
            case RTT ->
                new Link.Direct(
                        link.from(),
                        link.to(),
                        link.upBitsPerSecond(),
                        link.downBitsPerSecond(),
                        Duration.ofNanos(Math.round(value)),
                        link.jitter(),
                        Optional.empty());
            case CPU, MEMORY -> link;
        };
    }

    /// Refuses ends that no tier or link can have.
    ///
    /// @throws TopologyException saying why
    public void check(Topology topology) {
        at(topology, from);
        at(topology, to);
    }

    @Override
    public String toString() {
        return name() + " " + property.show(from) + " to " + property.show(to);
    }
}
