package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EqualizationTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(3, 6, 1, 3, 16, 16);
    private static final double ROUNDING = 1e-5;

    @TempDir
    Path folder;

    private Equalization.Equalized equalize(Model model) {
        return Equalization.equalize(model, WeightStore.in(folder));
    }

    private static double difference(Model model, Model other) {
        return Verification.compare(model, List.of(Part.whole(other)), IMAGES, Optimization.NONE).outputs().stream()
                .mapToDouble(Verification.Difference::relative)
                .max()
                .orElseThrow();
    }

    /// Weights whose output channels differ in width by up to a thousand.
    private static String uneven(Net net, long seed, long... shape) {
        Random random = new Random(seed);
        int outputs = (int) shape[0];
        int each = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            each *= (int) shape[axis];
        }
        float[] values = new float[outputs * each];
        for (int i = 0; i < values.length; i++) {
            double width = Math.pow(10, (i / each) % 4 - 2);
            values[i] = (float) (random.nextGaussian() * width);
        }
        return net.floats(values, shape);
    }

    private static String conv(Net net, String from, String weight, long kernel, long group) {
        long pad = kernel / 2;
        return net.node(
                "Conv",
                List.of(from, weight, net.weight(0.1f, 8)),
                Map.of("pads", Net.ints(pad, pad, pad, pad), "group", new Attribute.IntValue(group)));
    }

    @Test
    void equalize_residualNetwork_saysTheSame() {
        Model model = Net.residual(1);
        Equalization.Equalized equalized = equalize(model);
        assertThat(equalized.pairs()).as("one in each of six blocks").isEqualTo(6);
        assertThat(difference(model, equalized.model())).isPositive().isLessThan(ROUNDING);
    }

    @Test
    void equalize_weightsInConstantNodes_saysTheSame() {
        Model model = Net.residualNet(2).modelOfConstants();
        Equalization.Equalized equalized = equalize(model);
        assertThat(equalized.pairs()).isEqualTo(6);
        assertThat(difference(model, equalized.model())).isLessThan(ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 8})
    void equalize_groupsBetweenConvolutions_saysTheSameAndEvensWidths(long groups) {
        Net net = new Net(3);
        String x = net.relu(conv(net, net.input("input", 1, 3, 16, 16), uneven(net, 4, 8, 3, 3, 3), 3, 1));
        x = net.node("LeakyRelu", conv(net, x, uneven(net, 5, 8, 8 / groups, 3, 3), 3, groups));
        net.output(net.head(conv(net, x, uneven(net, 6, 8, 8, 1, 1), 1, 1), 8, 4));
        Model model = net.model();
        Equalization.Equalized equalized = equalize(model);
        assertThat(equalized.pairs()).isEqualTo(2);
        assertThat(difference(model, equalized.model())).isLessThan(ROUNDING);
        assertThat(spread(equalized.model())).isLessThan(spread(model) / 3);
    }

    /// The widest output channel of the first convolution over the narrowest.
    private static double spread(Model model) {
        Constants constants = Constants.of(model.graph());
        var conv = model.graph().nodes().stream()
                .filter(node -> node.operator().equals("Conv"))
                .findFirst()
                .orElseThrow();
        float[] peaks = WeightRounding.peaks(
                constants.floats(conv.inputs().get(1)),
                WeightRounding.Layout.of(constants.shape(conv.inputs().get(1)), 0));
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (float peak : peaks) {
            least = Math.min(least, peak);
            most = Math.max(most, peak);
        }
        return most / least;
    }

    @Test
    void equalize_gemmsWithBothLayouts_saysTheSame() {
        Net net = new Net(7);
        String x = net.node("Flatten", net.input("input", 1, 3, 16, 16));
        x = net.relu(net.gemm(x, 768, 12));
        net.output(net.node("Gemm", x, net.weight(1, 12, 5), net.weight(1, 5)));
        Model model = net.model();
        Equalization.Equalized equalized = equalize(model);
        assertThat(equalized.pairs()).isEqualTo(1);
        assertThat(difference(model, equalized.model())).isPositive().isLessThan(ROUNDING);
    }

    @Test
    void equalize_sharedWeights_areLeft() {
        Net net = new Net(8);
        String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        String shared = net.weight(0.3f, 8, 8, 1, 1);
        net.output(net.node("Conv", net.relu(net.node("Conv", x, shared)), shared));
        Model model = net.model();
        Equalization.Equalized equalized = equalize(model);
        assertThat(equalized.pairs()).isZero();
        assertThat(equalized.model()).isSameAs(model);
    }

    @Test
    void equalize_tensorTakenTwice_isLeft() {
        Net net = new Net(9);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        net.output(net.add(net.conv(x, 8, 8, 1, 1), x));
        assertThat(equalize(net.model()).pairs()).isZero();
    }

    @Test
    void equalize_clip_isLeftWhereItBoundsAbove() {
        for (boolean above : new boolean[] {false, true}) {
            Net net = new Net(10);
            String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
            String low = net.floats(new float[] {0}, new long[0]);
            String high = above ? net.floats(new float[] {6}, new long[0]) : "";
            net.output(net.conv(net.node("Clip", List.of(x, low, high), Map.of()), 8, 8, 1, 1));
            Model model = net.model();
            Equalization.Equalized equalized = equalize(model);
            assertThat(equalized.pairs()).isEqualTo(above ? 0 : 1);
            assertThat(equalized.bounded()).isEqualTo(above ? 1 : 0);
            assertThat(difference(model, equalized.model())).isLessThan(ROUNDING);
        }
    }

    @Test
    void equalize_deadChannels_staysFinite() {
        Net net = new Net(11);
        float[] dead = new float[8 * 3];
        dead[0] = 1e-30f;
        dead[20] = 1;
        String x = net.input("input", 1, 3, 16, 16);
        x = net.relu(net.node("Conv", x, net.floats(dead, 8, 3, 1, 1), net.weight(1, 8)));
        net.output(net.conv(x, 8, 4, 1, 1));
        Model model = net.model();
        assertThat(difference(model, equalize(model).model())).isLessThan(ROUNDING);
    }
}
