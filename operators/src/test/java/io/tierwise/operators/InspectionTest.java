package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.onnx.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectionTest {

    @Test
    void of_smallNetwork_countsByHand() {
        Net net = new Net(31);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        net.output(net.head(net.block(x, 8), 8, 4));
        Model model = net.model();
        Inspection inspection =
                Inspection.of(model, Net.samples(1, 1, 1, 3, 16, 16).getFirst());
        Map<String, Object> map = inspection.toMap();
        long first = 3 * 9 * 8;
        long second = 2 * 8 * 9 * 8;
        assertThat(map)
                .containsEntry("opset", 13L)
                .containsEntry("nodes", 10L)
                .containsEntry("parameters", first + 8 + second + 16 + 8 * 4 + 4)
                .containsEntry("macs", 256 * (first + second) + 32)
                .containsEntry("residualBlocks", 1)
                .containsEntry("cuts", 6);
        assertThat(inspection.operators()).containsEntry("Conv", 3).containsEntry("Add", 1);
        assertThat(inspection.inputs())
                .containsExactly(new Inspection.Port("input", "float", List.of("1", "3", "16", "16")));
        assertThat(inspection.outputs().getFirst().type()).isEqualTo("float");
    }

    @Test
    void cutPlaces_smallNetwork_growTowardsTheEnd() {
        Model model = Net.residual(4);
        CutPlaces places = CutPlaces.of(
                model, Shapes.learn(model, Net.samples(1, 1, 1, 3, 16, 16).getFirst()));
        assertThat(places.places()).isSortedAccordingTo((a, b) -> Long.compare(a.headParameters(), b.headParameters()));
        assertThat(places.parameters()).isEqualTo(ModelSize.of(model).parameters());
        assertThat(places.places().getFirst().bytes()).isEqualTo(8 * 16 * 16 * 4);
    }
}
