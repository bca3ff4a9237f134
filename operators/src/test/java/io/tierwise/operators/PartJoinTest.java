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

    private static ByteBuffer bytes(Map<String, Tensor> answer, String output) {
        return Optional.ofNullable(answer.get(output)).orElseThrow().bytes();
    }
}
