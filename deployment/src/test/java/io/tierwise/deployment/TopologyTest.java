package io.tierwise.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final Tier MOBILE = Tier.local("mobile", 1);
    private static final Tier EDGE = Tier.local("edge", 1);
    private static final Tier CLOUD = Tier.local("cloud", 2);
    private static final List<Tier> THREE = List.of(MOBILE, EDGE, CLOUD);
    private static final Link.Direct FAST = Link.Direct.of("mobile", "edge", 200_000_000, Duration.ofMillis(4));
    private static final Link.Direct SLOW = Link.Direct.of("edge", "cloud", 1_000_000, Duration.ofMillis(20));

    @Test
    void route_tiersWithTheirOwnLink_usesIt() {
        Topology topology = new Topology(THREE, List.of(FAST, SLOW), "mobile");

        assertThat(topology.route("mobile", "edge").links()).containsExactly(FAST);
        assertThat(topology.route("cloud", "edge").links()).containsExactly(SLOW.reversed());
        assertThat(topology.route("edge", "edge").links()).isEmpty();
    }

    @Test
    void route_via_passesTheRelayThoughAShorterWayExists() {
        Tier other = Tier.local("other", 1);
        Topology topology = new Topology(
                List.of(MOBILE, other, EDGE, CLOUD),
                List.of(
                        Link.Direct.unshaped("mobile", "other"),
                        Link.Direct.unshaped("other", "cloud"),
                        FAST,
                        SLOW,
                        new Link.Via("mobile", "cloud", "edge")),
                "mobile");

        assertThat(topology.route("mobile", "cloud").tiers()).containsExactly("edge", "cloud");
        assertThat(topology.route("cloud", "mobile").tiers()).containsExactly("edge", "mobile");
        assertThat(topology.direct("mobile", "cloud")).isEmpty();
    }

    @Test
    void route_noLinkAndNoVia_takesFewestLinks() {
        Topology topology = new Topology(THREE, List.of(FAST, SLOW), "mobile");

        assertThat(topology.route("mobile", "cloud").links()).containsExactly(FAST, SLOW);
    }

    @Test
    void ways_partition_goFromSourceThroughPartsAndBack() {
        Topology topology = new Topology(THREE, List.of(FAST, SLOW), "mobile");

        assertThat(topology.ways(List.of("edge", "cloud")).stream().map(Route::tiers))
                .containsExactly(List.of("edge"), List.of("cloud"), List.of("edge", "mobile"));
    }

    @Test
    void wireLowerBound_relayedWay_countsEveryDelayAndTheSlowestLink() {
        Topology topology = new Topology(THREE, List.of(FAST, SLOW), "mobile");

        long nanos = topology.wireLowerBoundNanos(List.of("cloud"), List.of(1_000_000L, 0L));

        assertThat(Duration.ofNanos(nanos)).isEqualTo(Duration.ofMillis(8_000 + 12 + 12));
    }

    @Test
    void lowerBound_ratesDifferByDirection_usesTheOneEntered() {
        Link.Direct link = new Link.Direct(
                "mobile",
                "edge",
                OptionalLong.of(1_000_000),
                OptionalLong.of(8_000_000),
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty());

        assertThat(link.lowerBoundNanos(1_000)).isEqualTo(8_000_000);
        assertThat(link.reversed().lowerBoundNanos(1_000)).isEqualTo(1_000_000);
    }

    @Test
    void outward_sourceInTheMiddle_beginsThere() {
        assertThat(new Topology(THREE, List.of(FAST, SLOW), "edge").outward())
                .containsExactly("edge", "mobile", "cloud");
        assertThat(new Topology(THREE, List.of(FAST, SLOW), "cloud").outward())
                .containsExactly("cloud", "edge", "mobile");
    }

    @Test
    void new_oneTierWithoutLinks_isATopology() {
        assertThat(new Topology(List.of(MOBILE), List.of(), "mobile").names()).containsExactly("mobile");
    }

    @Test
    void new_unknownTiers_areNamed() {
        assertThatThrownBy(() -> new Topology(THREE, List.of(FAST, SLOW), "mobil"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("did you mean 'mobile'");
        assertThatThrownBy(() ->
                        new Topology(THREE, List.of(FAST, Link.Direct.of("edge", "clod", 1, Duration.ZERO)), "mobile"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("link edge-clod: unknown tier 'clod'; did you mean 'cloud'");
        assertThatThrownBy(() ->
                        new Topology(THREE, List.of(FAST, SLOW, new Link.Via("mobile", "cloud", "fog")), "mobile"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("unknown tier 'fog'");
    }

    @Test
    void new_contradictions_areRefused() {
        assertRefused(() -> new Topology(List.of(), List.of(), "mobile"), "no tiers");
        assertRefused(() -> new Topology(List.of(MOBILE, MOBILE), List.of(), "mobile"), "two tiers are named");
        assertRefused(() -> new Topology(THREE, List.of(FAST), "mobile"), "no way from mobile to cloud");
        assertRefused(
                () -> new Topology(THREE, List.of(FAST, FAST.reversed(), SLOW), "mobile"),
                "two links between edge and mobile");
        assertRefused(() -> Link.Direct.of("mobile", "edge", 0, Duration.ZERO), "a link of zero bandwidth from mobile");
        assertRefused(() -> Link.Direct.of("mobile", "edge", -5, Duration.ZERO), "found -5");
        assertRefused(() -> Link.Direct.of("mobile", "edge", 5, Duration.ofMillis(-1)), "round trip must be 0 to 60 s");
        assertRefused(() -> Link.Direct.of("mobile", "mobile", 5, Duration.ZERO), "two different tiers");
        assertRefused(() -> new Link.Via("mobile", "cloud", "cloud"), "a third tier");
    }

    @Test
    void new_viaInACircle_isRefused() {
        assertRefused(
                () -> new Topology(
                        THREE,
                        List.of(FAST, new Link.Via("mobile", "cloud", "edge"), new Link.Via("edge", "cloud", "mobile")),
                        "mobile"),
                "in a circle");
    }

    @Test
    void new_viaThatRelaysWouldNotPass_isRefused() {
        Tier other = Tier.local("other", 1);
        assertRefused(
                () -> new Topology(
                        List.of(MOBILE, EDGE, CLOUD, other),
                        List.of(
                                FAST,
                                SLOW,
                                Link.Direct.unshaped("edge", "other"),
                                Link.Direct.unshaped("cloud", "other"),
                                new Link.Via("mobile", "other", "cloud")),
                        "mobile"),
                "via cloud, but the way there leads over [edge, other]");
    }

    @Test
    void newTier_badNumbers_areRefused() {
        assertRefused(() -> MOBILE.withCpu(0), "cpu must be");
        assertRefused(() -> MOBILE.withCpu(Double.NaN), "cpu must be");
        assertRefused(() -> MOBILE.withThreads(0), "threads must be");
        assertRefused(() -> MOBILE.withMemoryBytes(1000), "memory must be at least 1Mi");
        assertRefused(() -> MOBILE.withName("a+b"), "found 'a+b'");
        assertRefused(() -> MOBILE.withName(".."), "found '..'");
        assertRefused(() -> Address.parse("host"), "host:port");
        assertRefused(() -> Address.parse("host:70000"), "1 to 65535");
    }

    @Test
    void parseAddress_itsText_comesBack() {
        for (String text : List.of("local", "board.lan:7070", "[fe80::1]:7070")) {
            assertThat(Address.parse(text).toString()).isEqualTo(text);
        }
    }

    @Test
    void warnings_sharesAboveTheCores_areSaid() {
        Topology topology = Topology.unshaped(
                List.of(MOBILE.withCpu(0.5), EDGE.withCpu(1), CLOUD.withCpu(4).withMemoryBytes(8L << 30)));

        assertThat(topology.warnings(2, 4L << 30))
                .anySatisfy(warning -> assertThat(warning).contains("cloud asks for 4 cores, this machine has 2"))
                .anySatisfy(warning -> assertThat(warning).contains("add up to 5.5 cores"))
                .anySatisfy(warning -> assertThat(warning).contains("cloud has 8Gi of memory, this machine 4Gi"));
        assertThat(Topology.unshaped(List.of(MOBILE.withCpu(0.5), EDGE.withCpu(1)))
                        .warnings(2, 4L << 30))
                .isEmpty();
    }

    @Test
    void describeLinks_shapedRelayedAndModelled_sayWhichTheyAre() {
        Topology topology = new Topology(
                THREE,
                List.of(
                        Presets.link("4g", "mobile", "edge"),
                        Link.Direct.unshaped("edge", "cloud"),
                        new Link.Via("mobile", "cloud", "edge")),
                "mobile");

        assertThat(topology.describeLinks())
                .containsExactly(
                        "mobile-edge: 10 Mbit/s up, 40 Mbit/s down, 45 ms round trip, up to 15 ms jitter (shaped, "
                                + "modelled by preset 4g)",
                        "edge-cloud: as fast as the machines go (not shaped)",
                        "mobile-cloud: via edge");
    }

    @Test
    void describeLinks_toAnAgentElsewhere_saysThatTheNetworkIsReal() {
        Topology topology = new Topology(
                List.of(MOBILE, EDGE.withAddress(new Address.Remote("192.0.2.7", 7470)), CLOUD),
                List.of(
                        Link.Direct.unshaped("mobile", "edge"),
                        Link.Direct.of("edge", "cloud", 20_000_000, Duration.ofMillis(30)),
                        Link.Direct.unshaped("mobile", "cloud")),
                "mobile");

        assertThat(topology.describeLinks())
                .containsExactly(
                        "mobile-edge: the network between them (real, not shaped)",
                        "edge-cloud: 20 Mbit/s each way, 30 ms round trip (shaped on top of the real network between"
                                + " them)",
                        "mobile-cloud: as fast as the machines go (not shaped)");
    }

    @Test
    void presets_everyName_buildsAndIsMarked() {
        for (String name : Presets.tierNames()) {
            assertThat(Presets.tier(name, "t").preset()).contains(name);
        }
        for (String name : Presets.linkNames()) {
            assertThat(Presets.link(name, "a", "b").preset()).contains(name);
        }
        assertRefused(() -> Presets.link("wify", "a", "b"), "did you mean 'wifi'");
        assertRefused(() -> Presets.tier("study-egde", "a"), "did you mean 'study-edge'");
    }

    @Test
    void cross_threeTiers_givesEveryPlacementOutward() {
        Topology topology = new Topology(THREE, List.of(FAST, SLOW), "mobile");

        List<String> texts = Strategies.cross(Strategies.compositions(), topology, 3).stream()
                .map(Strategy::text)
                .toList();

        assertThat(texts).hasSize(28).doesNotHaveDuplicates();
        assertThat(texts)
                .contains("I@cloud", "QE@mobile", "P@mobile+edge", "QP@edge+cloud", "EP@mobile+cloud")
                .contains("QEP@mobile+edge+cloud")
                .doesNotContain("P@edge+mobile");
    }

    @Test
    void cross_fewerTiers_leavesOutWhatDoesNotFit() {
        Topology topology = new Topology(THREE, List.of(FAST, SLOW), "mobile");

        assertThat(Strategies.cross(Strategies.compositions(), topology, 1)).hasSize(12);
        assertThat(Strategies.cross(Strategies.compositions(), topology, 2)).hasSize(24);
        assertThat(Strategies.cross(Strategies.compositions(), new Topology(List.of(MOBILE), List.of(), "mobile"), 3))
                .hasSize(4);
        assertThat(Strategies.cross(List.of(Strategy.parse("P(a)@x+y").operators()), topology, 3))
                .hasSize(3);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(TopologyException.class).hasMessageContaining(message);
    }
}
