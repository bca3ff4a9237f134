package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.onnx.Node;
import io.tierwise.runtime.Profile;
import io.tierwise.runtime.Profile.NodeTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeTimesTest {

    @Test
    void of_fusedAndReorderedNodes_findTheirOriginal() {
        Net net = new Net(41);
        String conv = net.conv(net.input("input", 1, 3, 8, 8), 3, 8, 3, 1);
        String relu = net.relu(conv);
        net.output(net.conv(relu, 8, 8, 3, 1));
        List<Node> nodes = net.model().graph().nodes();
        Profile profile = new Profile(
                List.of(
                        new NodeTime("Transpose", "Transpose", 5),
                        new NodeTime(relu + "_nchwc", "Conv", 100),
                        new NodeTime("ReorderOutput_token_3", "ReorderOutput", 7),
                        new NodeTime(nodes.get(2).name() + "_token_12", "Conv", 50)),
                162);
        NodeTimes times = NodeTimes.of(net.model().graph(), profile);
        assertThat(times.of(nodes.get(0))).isZero();
        assertThat(times.of(nodes.get(1))).isEqualTo(112);
        assertThat(times.of(nodes.get(2))).isEqualTo(50);
    }
}
