package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.deployment.Link;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {
    private static final Topology TOPOLOGY = new Topology(
            List.of(Tier.local("mobile", 1), Tier.local("edge", 1)),
            List.of(Link.Direct.of("mobile", "edge", 200_000_000, Duration.ofMillis(4))),
            "mobile");

    @ParameterizedTest
    @CsvSource({
        "mobile-edge.bandwidth=1..1000Mbit, mobile-edge, BANDWIDTH, 1e6, 1e9",
        "edge-mobile.bandwidth=100kbit..1Gbit, mobile-edge, BANDWIDTH, 1e5, 1e9",
        "mobile-edge.rtt=1..100ms, mobile-edge, RTT, 1e6, 1e8",
        "mobile.cpu=0.1..1, mobile, CPU, 0.1, 1",
        "mobile.cpu=100m..1, mobile, CPU, 0.1, 1",
        "edge.memory=64..1024Mi, edge, MEMORY, 67108864, 1073741824"
    })
    void parse_sweep_readsBothEnds(String text, String subject, Sweep.Property property, double from, double to) {
        Sweep sweep = Sweep.parse(text, TOPOLOGY);

        assertThat(sweep.subject()).isEqualTo(subject);
        assertThat(sweep.property()).isEqualTo(property);
        assertThat(sweep.from()).isCloseTo(from, within(1e-6 * from));
        assertThat(sweep.to()).isCloseTo(to, within(1e-6 * to));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            mobile-edge.bandwidth; is no sweep: write it like
            mobile-edge.bandwith=1..2Mbit; did you mean 'bandwidth'?
            moble.cpu=0.1..1; did you mean 'mobile'?
            mobile-cloud.rtt=1..2ms; no link with a rtt of its own is called 'mobile-cloud'
            mobile.cpu=1..0.1; to a larger one
            mobile.cpu=0..1; above 0
            mobile-edge.bandwidth=1..2ms; is a unit of time
            mobile.memory=1..99999999999Gi; at most 1,000,000,000 times
            mobile.cpu=1..; is no sweep
            mobile.cpu=1; is no sweep
            mobile.cpu=0.1,,1; is no sweep
            mobile-edge.bandwidth=1,10ms; is a unit of time
            mobile-edge.bandwidth=10,10,50Mbit; from the least to the greatest, each once
            mobile-edge.bandwidth=50,10Mbit; from the least to the greatest
            """)
    void parse_misspelt_saysWhatIsMeant(String text, String message) {
        assertThatThrownBy(() -> Sweep.parse(text, TOPOLOGY))
                .isInstanceOf(UnitException.class)
                .hasMessageContaining(message);
    }

    @Test
    void parse_listedValues_areTheOnlyOnes() {
        Sweep sweep = Sweep.parse("mobile-edge.bandwidth=500kbit, 1,10,200Mbit", TOPOLOGY);

        assertThat(sweep.isListed()).isTrue();
        assertThat(sweep.values(100)).isEqualTo(sweep.listed()).containsExactly(5e5, 1e6, 1e7, 2e8);
        assertThat(sweep.from()).isEqualTo(5e5);
        assertThat(sweep.to()).isEqualTo(2e8);
        assertThat(Sweep.parse("mobile.cpu=0.1..1", TOPOLOGY).isListed()).isFalse();
    }

    @Test
    void at_value_changesThatPropertyAlone() {
        Topology slow =
                Sweep.parse("mobile-edge.bandwidth=1..1000Mbit", TOPOLOGY).at(TOPOLOGY, 5e6);
        Link.Direct link = slow.direct("mobile", "edge").orElseThrow();
        assertThat(link.upBitsPerSecond()).isEqualTo(OptionalLong.of(5_000_000));
        assertThat(link.roundTrip()).isEqualTo(Duration.ofMillis(4));

        Topology far = Sweep.parse("mobile-edge.rtt=1..100ms", TOPOLOGY).at(TOPOLOGY, 9e6);
        assertThat(far.direct("edge", "mobile").orElseThrow().roundTrip()).isEqualTo(Duration.ofMillis(9));

        Topology weak = Sweep.parse("edge.cpu=0.1..1", TOPOLOGY).at(TOPOLOGY, 0.3);
        assertThat(weak.tier("edge").cpu()).isEqualTo(OptionalDouble.of(0.3));
        assertThat(weak.tier("mobile").cpu()).isEmpty();
        assertThat(weak.source()).isEqualTo("mobile");
    }

    @Test
    void values_ofASweep_areEqualRatiosApart() {
        assertThat(Sweep.parse("mobile.cpu=0.1..10", TOPOLOGY).values(3))
                .satisfiesExactly(
                        low -> assertThat(low).isCloseTo(0.1, within(1e-9)),
                        middle -> assertThat(middle).isCloseTo(1, within(1e-9)),
                        high -> assertThat(high).isEqualTo(10));
    }

    @Test
    void show_values_inTheUnitThatFits() {
        assertThat(Sweep.Property.BANDWIDTH.show(38.04e6)).isEqualTo("38 Mbit/s");
        assertThat(Sweep.Property.RTT.show(1.5e6)).isEqualTo("1.5 ms");
        assertThat(Sweep.Property.MEMORY.show(64 << 20)).isEqualTo("64 MiB");
        assertThat(Sweep.Property.CPU.show(0.25)).isEqualTo("0.25 CPU");
    }
}
