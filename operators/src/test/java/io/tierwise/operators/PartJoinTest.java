package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parts put together again answer as the chain of them does, bit for bit.
class PartJoinTest {
    private static final List<Map<String, Tensor>> SAMPLES = Net.samples(21, 4, 1, 3, 16, 16);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"P(study)", "Q(u8s8)P(study)", "P(study)Q(u8s8)"})
    void of_partsOfAModel_answersAsTheirChain(String operators) {
        var context = new Context(Calibration.of(SAMPLES), Net.criteria(model -> 0), folder);
        List<Part> parts = Composer.apply(Operators.parseSequence(operators), Net.residual(22), context)
                .parts();
        Model whole = PartJoin.of(parts);
        String output = Weights.outputs(whole).getFirst();
        try (PartChain chain = PartChain.open(parts, Optimization.NONE);
                ModelSession joined = Sessions.open(whole, SessionSettings.exact())) {
            for (Map<String, Tensor> sample : SAMPLES) {
                assertThat(bytes(joined.run(sample), output)).isEqualTo(bytes(chain.run(sample), output));
            }
        }
    }

    @Test
    void of_partsWithAnEarlyOutputAndAnInputThatCrosses_hasTheInputsAndOutputsOfTheWhole() {
        Net net = new Net(23);
        String input = net.input("input", 1, 8, 8, 8);
        String first = net.relu(net.conv(input, 8, 8, 3, 1));
        String second = net.relu(net.conv(first, 8, 8, 3, 1));
        net.output(net.head(net.add(second, input), 8, 4));
        net.output(net.head(first, 8, 4));
        List<Map<String, Tensor>> samples = Net.samples(23, 1, 1, 8, 8, 8);
        var context = new Context(Calibration.of(samples), Net.criteria(model -> 0), folder);
        List<Part> parts = Composer.apply(List.of(Partition.at(input + "+" + second)), net.model(), context)
                .parts();
        Model joined = PartJoin.of(parts);
        assertThat(Weights.inputs(joined)).isEqualTo(Weights.inputs(net.model()));
        assertThat(Weights.outputs(joined)).isEqualTo(Weights.outputs(net.model()));
        assertThat(Verification.compare(net.model(), List.of(Part.whole(joined)), samples, Optimization.NONE))
                .matches(Verification::exact);
    }

    private static ByteBuffer bytes(Map<String, Tensor> answer, String output) {
        return Optional.ofNullable(answer.get(output)).orElseThrow().bytes();
    }
}
