package io.tierwise.study;

import io.tierwise.data.DidYouMean;
import io.tierwise.deployment.Address;
import io.tierwise.deployment.Link;
import io.tierwise.deployment.Presets;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.study.StudyNode.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Reads `tiers`, `links` and `source`.
final class TierSection {
    /// The one tier of a study that names none.
    static final String ONLY_TIER = "local";
    /// More are refused by the schema.
    private static final int MOST_TIERS = 32;

    private final Fields study;
    private final List<String> names;

    TierSection(Fields study) {
        this.study = study;
        this.names = study.mapping("tiers")
                .map(tiers -> List.copyOf(tiers.keys()))
                .filter(keys -> !keys.isEmpty())
                .orElse(List.of(ONLY_TIER));
    }

    /// Names of the tiers in the order written, whether or not the rest of them can be read.
    List<String> names() {
        return names;
    }

    /// Empty where something is wrong, which has been reported then.
    Optional<Topology> read() {
        if (names.size() > MOST_TIERS) {
            return Optional.empty();
        }
        List<Tier> tiers = tiers();
        List<Link> links = links();
        String source = source();
        int wanted = study.mapping("links").map(found -> found.keys().size()).orElse(0);
        if (tiers.size() < names.size() || links.size() < wanted || !names.contains(source)) {
            return Optional.empty();
        }
        StudyNode at = study.at("links").or(() -> study.at("tiers")).orElse(study.node());
        return study.attempt(
                at,
                () -> study.has("links")
                        ? new Topology(tiers, links, source)
                        : Topology.unshaped(tiers).withSource(source));
    }

    private String source() {
        Optional<Scalar> named = study.scalar("source");
        named.filter(found -> !names.contains(found.text()))
                .ifPresent(found -> study.faults()
                        .add(
                                found,
                                "the source '" + found.text() + "' is not a tier: "
                                        + DidYouMean.sentence(found.text(), names)));
        return named.map(Scalar::text).orElse(names.getFirst());
    }

    private List<Tier> tiers() {
        Optional<Fields> section =
                study.mapping("tiers").filter(tiers -> !tiers.keys().isEmpty());
        if (section.isEmpty()) {
            return List.of(Tier.local(ONLY_TIER, 1));
        }
        List<Tier> tiers = new ArrayList<>();
        for (String name : names) {
            section.get().mapping(name).flatMap(fields -> tier(name, fields)).ifPresent(tiers::add);
        }
        return tiers;
    }

    private Optional<Tier> tier(String name, Fields fields) {
        Optional<Tier> begun = fields.scalar("preset")
                .map(preset -> fields.attempt(preset, () -> Presets.tier(preset.text(), name)))
                .orElseGet(() -> fields.attempt(fields.node(), () -> Tier.local(name, 1)));
        Optional<Double> cpu = fields.quantity("cpu", Units.CPU);
        Optional<Integer> threads = fields.count("threads");
        Optional<Long> memory = fields.whole("memory", Units.SIZE);
        Optional<Address> address =
                fields.scalar("address").flatMap(text -> fields.attempt(text, () -> Address.parse(text.text())));
        return begun.flatMap(tier -> changed(fields, "cpu", tier, cpu.map(cores -> () -> tier.withCpu(cores))))
                .flatMap(tier -> changed(fields, "threads", tier, threads.map(count -> () -> tier.withThreads(count))))
                .flatMap(
                        tier -> changed(fields, "memory", tier, memory.map(bytes -> () -> tier.withMemoryBytes(bytes))))
                .map(tier -> address.map(tier::withAddress).orElse(tier));
    }

    /// A tier with one value changed, if there is one; what the tier refuses is a fault of that value.
    private static Optional<Tier> changed(Fields fields, String key, Tier tier, Optional<Supplier<Tier>> change) {
        return change.isEmpty()
                ? Optional.of(tier)
                : fields.attempt(fields.at(key).orElse(fields.node()), change.get());
    }

    private List<Link> links() {
        List<Link> links = new ArrayList<>();
        Optional<Fields> section = study.mapping("links");
        for (String key : section.map(found -> List.copyOf(found.keys())).orElse(List.of())) {
            Fields all = section.orElseThrow();
            Optional<Ends> ends = ends(key, all);
            Optional<Fields> fields = all.mapping(key);
            if (ends.isPresent() && fields.isPresent()) {
                link(ends.get(), fields.get()).ifPresent(links::add);
            }
        }
        return links;
    }

    private record Ends(String from, String to) {
        String text() {
            return from + "-" + to;
        }
    }

    /// Both tiers of `mobile-edge`; tiers may have a hyphen in their own names.
    private Optional<Ends> ends(String key, Fields links) {
        List<Ends> pairs = new ArrayList<>();
        for (String from : names) {
            names.stream().filter(to -> !to.equals(from)).forEach(to -> pairs.add(new Ends(from, to)));
        }
        List<Ends> meant =
                pairs.stream().filter(pair -> pair.text().equals(key)).toList();
        if (meant.size() != 1) {
            study.faults()
                    .add(
                            links.node().keyPlace(key),
                            "'" + key + "' names no two tiers, as in first-second: "
                                    + (meant.isEmpty()
                                            ? DidYouMean.sentence(
                                                    key,
                                                    pairs.stream()
                                                            .map(Ends::text)
                                                            .toList())
                                            : "it can be read in two ways, rename a tier"));
            return Optional.empty();
        }
        return Optional.of(meant.getFirst());
    }

    private Optional<Link> link(Ends ends, Fields fields) {
        if (fields.has("via")) {
            return via(ends, fields);
        }
        if (fields.has("bandwidth") && (fields.has("up") || fields.has("down"))) {
            fields.faults().add(fields.node(), "'bandwidth' is each way; give it alone, or 'up' and 'down' instead");
        }
        Optional<Long> both = fields.whole("bandwidth", Units.BANDWIDTH);
        Optional<Long> up = fields.whole("up", Units.BANDWIDTH).or(() -> both);
        Optional<Long> down = fields.whole("down", Units.BANDWIDTH).or(() -> both);
        Optional<Long> roundTrip = fields.whole("rtt", Units.TIME);
        Optional<Long> jitter = fields.whole("jitter", Units.TIME);
        Optional<Link.Direct> begun = fields.scalar("preset")
                .map(preset -> fields.attempt(preset, () -> Presets.link(preset.text(), ends.from(), ends.to())))
                .orElseGet(() -> Optional.of(Link.Direct.unshaped(ends.from(), ends.to())));
        return begun.flatMap(link -> fields.attempt(
                fields.node(),
                () -> new Link.Direct(
                        ends.from(),
                        ends.to(),
                        up.map(OptionalLong::of).orElse(link.upBitsPerSecond()),
                        down.map(OptionalLong::of).orElse(link.downBitsPerSecond()),
                        roundTrip.map(Duration::ofNanos).orElse(link.roundTrip()),
                        jitter.map(Duration::ofNanos).orElse(link.jitter()),
                        link.preset())));
    }

    private Optional<Link> via(Ends ends, Fields fields) {
        for (String key : List.of("bandwidth", "up", "down", "rtt", "jitter", "preset")) {
            fields.at(key)
                    .ifPresent(value -> fields.faults()
                            .add(
                                    value,
                                    "a link via another tier has no '" + key
                                            + "' of its own; leave one of the two out"));
        }
        return fields.scalar("via").flatMap(relay -> {
            if (!names.contains(relay.text())) {
                fields.faults()
                        .add(relay, "unknown tier '" + relay.text() + "': " + DidYouMean.sentence(relay.text(), names));
                return Optional.empty();
            }
            return fields.attempt(relay, () -> new Link.Via(ends.from(), ends.to(), relay.text()));
        });
    }
}
