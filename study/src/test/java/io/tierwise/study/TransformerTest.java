package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.Operators;
import io.tierwise.operators.Part;
import io.tierwise.operators.PartChain;
import io.tierwise.operators.Product;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What E does to the demo's vision transformer.
class TransformerTest {
    private static final String TAPS = "/blocks/blocks.1/Add_1_output_0,/blocks/blocks.4/Add_1_output_0";
    private static final StudyPlan PLAN = DemoExits.plan("transformer");
    private static final Model MODEL = ModelReader.read(PLAN.model());

    @TempDir
    private Path folder;

    private Context context() {
        return new DemoExits(folder).context(PLAN, 200, 500, 600);
    }

    private Product made(String operators) {
        return Composer.apply(Operators.parseSequence(operators), MODEL, context());
    }

    @Test
    void exit_closedGates_isTheWholeModelBitForBit() {
        Product product = made("E(exit,2%," + TAPS + ")");

        assertThat(product.parts()).hasSize(3);
        try (PartChain whole = PartChain.open(List.of(Part.whole(MODEL)), Optimization.NONE);
                PartChain parts = PartChain.open(product.parts(), Optimization.NONE);
                PartChain early = PartChain.open(DemoExits.withThresholds(product, 0), Optimization.NONE)) {
            for (Map<String, Tensor> input : DemoExits.inputs(10)) {
                PartChain.Left left = parts.runUntilSure(input);
                assertThat(left.partsRun()).isEqualTo(3);
                assertThat(left.answer()).isEqualTo(whole.runUntilSure(input).answer());
                assertThat(early.runUntilSure(input).partsRun()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"E(exit,2%,%s)", "Q(u8s7)E(exit,2%,%s)"})
    void exit_headsOnTokens_letSurestSamplesLeave(String operators) {
        ExitGates.Opened opened =
                ExitGates.open(made(operators.replace("%s", TAPS)), context()).orElseThrow();

        assertThat(opened.kept().p()).isLessThanOrEqualTo(0.05);
        assertThat(opened.kept().outcome().meanNanos()).isLessThan(0.8);
    }

    @Test
    void skip_studysRule_takesTheLastAttentionAndTheLayersBehindIt() {
        assertThat(made("E(study)").accounts().getFirst().skippedBlocks())
                .containsExactly("/blocks/blocks.7/Add_output_0", "/blocks/blocks.7/Add_1_output_0");
    }
}
