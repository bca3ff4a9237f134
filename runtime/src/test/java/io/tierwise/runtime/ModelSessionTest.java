package io.tierwise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelSessionTest {

    private static final byte[] FIXED = TinyModel.doubledRelu(DataType.FLOAT, 1, 3);
    private static final byte[] OPEN = TinyModel.doubledRelu(DataType.FLOAT, -1, 3);

    @Test
    void run_fixedShapes_givesTheModelsAnswer() {
        try (var session = ModelSession.open(FIXED, SessionSettings.fast(1))) {
            var answer = session.run(Map.of("x", Tensor.ofFloats(new float[] {1, -2, 3}, 1, 3)));

            assertThat(answer).containsOnlyKeys("y");
            assertThat(y(answer).toFloats()).containsExactly(2, 0, 6);
            assertThat(y(answer).bytes().isDirect()).isTrue();
            assertThat(session.loadNanos()).isPositive();
        }
    }

    @Test
    void specs_openDimension_isMinusOne() {
        try (var session = ModelSession.open(OPEN, SessionSettings.exact())) {
            assertThat(session.inputs()).containsExactly(new TensorSpec("x", ElementType.FLOAT, List.of(-1L, 3L)));
            assertThat(session.outputs()).containsExactly(new TensorSpec("y", ElementType.FLOAT, List.of(-1L, 3L)));
        }
    }

    @Test
    void run_openShapesThatChange_followsTheInput() {
        try (var session = ModelSession.open(OPEN, SessionSettings.fast(1))) {
            for (int batch : new int[] {1, 1, 2, 2, 1}) {
                var answer = session.run(Map.of("x", Tensor.ofFloats(new float[batch * 3], batch, 3)));

                assertThat(y(answer).shape()).containsExactly(batch, 3);
            }
        }
    }

    @Test
    void run_shapeThatFollowsFromValues_isRightEachTime() {
        try (var session = ModelSession.open(TinyModel.nonZero(4), SessionSettings.fast(1))) {
            for (float[] values :
                    List.of(new float[] {1, 0, 0, 1}, new float[] {1, 1, 1, 1}, new float[] {0, 2, 0, 0})) {
                long expected = 0;
                for (float value : values) {
                    expected += value != 0 ? 1 : 0;
                }
                var answer = session.run(Map.of("x", Tensor.ofFloats(values, 4)));

                assertThat(y(answer).shape()).containsExactly(1, expected);
            }
        }
    }

    @Test
    void runInto_earlierAnswer_isOverwritten() {
        try (var session = ModelSession.open(OPEN, SessionSettings.fast(1))) {
            var answer = session.run(Map.of("x", Tensor.ofFloats(new float[] {1, 1, 1}, 1, 3)));

            session.runInto(Map.of("x", Tensor.ofFloats(new float[] {4, 5, -6}, 1, 3)), answer);

            assertThat(y(answer).toFloats()).containsExactly(8, 10, 0);
        }
    }

    @Test
    void run_wrongInput_saysFoundAndExpected() {
        try (var session = ModelSession.open(FIXED, SessionSettings.fast(1))) {
            assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofFloats(new float[2], 1, 2))))
                    .isInstanceOf(InputMismatchException.class)
                    .hasMessageContaining("[1, 2]")
                    .hasMessageContaining("[1, 3]");
            assertThatThrownBy(() -> session.run(Map.of("z", Tensor.ofFloats(new float[3], 1, 3))))
                    .isInstanceOf(InputMismatchException.class)
                    .hasMessageContaining("'x' is missing")
                    .hasMessageContaining("z");
        }
    }

    @Test
    void open_typeJavaCannotCarry_isRefusedByName() {
        byte[] model = TinyModel.doubledRelu(DataType.UINT32, 2);

        assertThatThrownBy(() -> ModelSession.open(model, SessionSettings.exact()))
                .isInstanceOf(UnsupportedByRuntimeException.class);
    }

    @Test
    void open_unknownOperator_namesModelAndOperator() {
        assertThatThrownBy(() -> ModelSession.open(TinyModel.unknownOperator(), SessionSettings.exact()))
                .isInstanceOf(UnsupportedByRuntimeException.class)
                .hasMessageContaining("Frobnicate")
                .hasMessageContaining("bytes");
    }

    @Test
    void open_fileThatIsNoModel_isRefusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("odd.onnx"), "not a model".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ModelSession.open(file, SessionSettings.exact()))
                .isInstanceOf(UnsupportedByRuntimeException.class)
                .hasMessageContaining("odd.onnx");
        assertThatThrownBy(() -> ModelSession.open(folder.resolve("gone.onnx"), SessionSettings.exact()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("gone.onnx");
    }

    @Test
    void run_closedSession_isRefused() {
        var session = ModelSession.open(FIXED, SessionSettings.fast(1));
        session.close();
        session.close();

        assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofFloats(new float[3], 1, 3))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static Tensor y(Map<String, Tensor> answer) {
        return Objects.requireNonNull(answer.get("y"), "y");
    }
}
