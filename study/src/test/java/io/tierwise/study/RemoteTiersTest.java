package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.deployment.Address;
import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemoteTiersTest {
    private static final Tier CLOUD = Tier.local("cloud", 1).withAddress(new Address.Remote("192.0.2.7", 7470));

    private static List<String> differences(Tier cloud, String... strategies) {
        Topology topology = Topology.unshaped(List.of(Tier.local("mobile", 1), cloud));
        return new RemoteTiers(
                        topology, Stream.of(strategies).map(Strategy::parse).toList())
                .differences();
    }

    @Test
    void differences_everyTierOurs_none() {
        assertThat(differences(Tier.local("cloud", 1), "I@cloud", "P@mobile+cloud"))
                .isEmpty();
    }

    @Test
    void differences_cutChosenForAnAgentElsewhere_namesProcessMemoryAndCut() {
        List<String> found = differences(CLOUD, "I@mobile", "P@mobile+cloud");

        assertThat(found).hasSize(3);
        assertThat(found.getFirst())
                .startsWith("Tier cloud is served by the agent at 192.0.2.7:7470")
                .contains("not in fresh processes");
        assertThat(found.get(1)).startsWith("Peak memory of parts on cloud is taken on this machine");
        assertThat(found.getLast()).startsWith("Cuts for cloud are chosen by part times of this machine");
    }

    @Test
    void differences_cutNamedOrElsewhere_saysNothingOfCuts() {
        assertThat(differences(CLOUD, "P(relu_4)@mobile+cloud", "I@cloud")).hasSize(2);
        assertThat(differences(CLOUD, "I@mobile")).hasSize(1);
    }
}
