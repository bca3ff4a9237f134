package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a user is told who calibrates with samples that ranges cannot be learnt from.
class CalibrationSamplesTest {
    private static final int PIXELS = TinyModels.SIDE * TinyModels.SIDE;

    @TempDir
    private Path folder;

    private Path model = Path.of("");
    private Path output = Path.of("");
    private Path samples = Path.of("");

    @BeforeEach
    void prepare() {
        model = TinyModels.classifier(folder.resolve("tiny.onnx"));
        output = folder.resolve("int8.onnx");
        samples = folder.resolve("samples.npy");
    }

    private Ran quantize(String calibrator) {
        return Ran.of(
                "quantize",
                model.toString(),
                "--data",
                samples.toString(),
                "--calibrator",
                calibrator,
                "-o",
                output.toString());
    }

    /// Writes an array of numbers in NumPy's format, version 1.
    private void write(String type, String shape, byte[] numbers) throws IOException {
        String facts = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        String header = facts + " ".repeat(117 - facts.length()) + "\n";
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + numbers.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(numbers);
        Files.write(samples, file.array());
    }

    private void writeFloats(float... values) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(values);
        int count = values.length / PIXELS;
        write("<f4", "(" + count + ", 1, " + TinyModels.SIDE + ", " + TinyModels.SIDE + ")", numbers.array());
    }

    private static float[] filled(int samples, float value) {
        float[] values = new float[samples * PIXELS];
        Arrays.fill(values, value);
        return values;
    }

    private void assertNothingWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("tiny.onnx", "samples.npy");
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN, minmax", "Infinity, minmax", "-Infinity, entropy", "NaN, mse", "NaN, percentile"})
    void quantize_sampleNotFinite_namesSampleAndInput(float bad, String calibrator) throws IOException {
        float[] values = filled(4, 0.5f);
        values[2 * PIXELS + 13] = bad;
        writeFloats(values);
        assertThat(quantize(calibrator).refusal())
                .contains("calibration sample 3 holds NaN or infinite values in 'picture'");
        assertNothingWritten();
    }

    @Test
    void quantize_samplesOfAnotherSize_saysWhatWasFoundAndExpected() throws IOException {
        write("<f4", "(4, 1, 4, 4)", new byte[4 * 16 * Float.BYTES]);
        assertThat(quantize("entropy").refusal()).contains("FLOAT[1, 1, 4, 4]", "picture FLOAT[1, 1, 8, 8]");
        assertNothingWritten();
    }

    @Test
    void quantize_samplesOfAnotherType_saysWhatWasFoundAndExpected() throws IOException {
        write("<i8", "(4, 1, 8, 8)", new byte[4 * PIXELS * Long.BYTES]);
        assertThat(quantize("entropy").refusal()).contains("INT64[1, 1, 8, 8]", "picture FLOAT[1, 1, 8, 8]");
        assertNothingWritten();
    }

    @Test
    void quantize_noSamples_saysSo() throws IOException {
        write("<f4", "(0, 1, 8, 8)", new byte[0]);
        assertThat(quantize("percentile").refusal()).contains("shape [0, 1, 8, 8]", "none may be 0");
        assertNothingWritten();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "average", "percentile", "entropy", "mse"})
    void quantize_constantOrZeroSamples_works(String calibrator) throws IOException {
        for (float value : new float[] {0, 0.75f, -3}) {
            writeFloats(filled(3, value));
            Ran ran = quantize(calibrator);
            assertThat(ran.code()).as(ran.messages()).isZero();
            assertThat(output).isNotEmptyFile();
        }
    }
}
