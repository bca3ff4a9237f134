package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.Codec.Format;
import io.tierwise.runtime.Codec.Packing;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.NumberFormat;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.ValueRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes that round as a codec does, against the codec itself.
class CodecRoundingTest {

    private static final long SEED = 11;
    private static final int CHANNELS = 4;
    private static final long[] SHAPE = {1, CHANNELS, 8, 16};

    @TempDir
    Path folder;

    private final NumberFormat format = new NumberFormat();

    static Stream<Arguments> codecsAndOpsets() {
        return Stream.of(
                        new FittedCodec(new Codec(Format.FP16, Packing.NONE), List.of()),
                        new FittedCodec(new Codec(Format.U8, Packing.ZSTD), List.of(new ValueRange(-2, 3.3f))),
                        new FittedCodec(new Codec(Format.U8, Packing.NONE), List.of(new ValueRange(1, 1))),
                        new FittedCodec(
                                new Codec(Format.U8, Packing.NONE), List.of(new ValueRange(0, Float.MIN_VALUE))),
                        new FittedCodec(
                                new Codec(Format.U8_CHANNEL, Packing.LZ4),
                                List.of(
                                        new ValueRange(-2, 3.3f),
                                        new ValueRange(0, 1),
                                        new ValueRange(-0.1f, 0.1f),
                                        new ValueRange(7, 7))))
                .flatMap(codec -> Stream.of(Arguments.of(codec, 8L), Arguments.of(codec, 13L)));
    }

    /// Values inside and outside of the ranges, halfway between steps, and those that are no finite numbers.
    ///
    /// @param infinite not where a range has no width, because infinity times nothing is no number
    private static Tensor values(boolean infinite) {
        Random random = new Random(SEED);
        float[] values = new float[CHANNELS * 8 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 2;
        }
        values[0] = infinite ? Float.POSITIVE_INFINITY : Float.MAX_VALUE;
        values[1] = infinite ? Float.NEGATIVE_INFINITY : -Float.MAX_VALUE;
        values[2] = 70_000;
        values[3] = 2.5f * (3.3f + 2) / 255 - 2;
        values[4] = -0.0f;
        return Tensor.ofFloats(values, SHAPE);
    }

    /// A part of one node that turns the sign, and in whose answers nothing else is rounded.
    private static Part turning(String from, String to, long opset) {
        Net net = new Net(SEED);
        net.input(from, SHAPE);
        Model model = net.model(opset);
        var node = Nodes.of("Neg", to + ".node", List.of(from), List.of(to));
        return Part.whole(Models.withOutputs(model, List.of(node), List.of(to)));
    }

    @ParameterizedTest
    @MethodSource("codecsAndOpsets")
    void joined_anyCodec_givesTheNumbersOfTheNumberFormat(FittedCodec codec, long opset) {
        List<Part> parts = List.of(turning("input", "crossing", opset), turning("crossing", "answer", opset));
        Model joined = CodecRounding.joined(parts, Map.of("crossing", codec), folder);
        boolean wide = codec.ranges().isEmpty() || codec.ranges().getFirst().step() > 0;
        Map<String, Tensor> sample = Map.of("input", values(wide));
        Tensor turned = run(List.of(parts.getFirst()), sample, Optimization.NONE, "crossing");
        Tensor rounded = format.rounded(codec, turned);
        float[] expected = rounded.toFloats();
        for (Optimization optimization : Optimization.values()) {
            float[] found = run(List.of(Part.whole(joined)), sample, optimization, "answer")
                    .toFloats();
            for (int i = 0; i < expected.length; i++) {
                assertThat(-found[i])
                        .as("seed %d, place %d, %s", SEED, i, optimization)
                        .isEqualTo(expected[i]);
            }
        }
    }

    private static Tensor run(List<Part> parts, Map<String, Tensor> sample, Optimization optimization, String tensor) {
        try (PartChain chain = PartChain.open(parts, optimization)) {
            return Objects.requireNonNull(chain.run(sample).get(tensor)).copy();
        }
    }

    @Test
    void joined_tensorThatCrossesTwoCuts_isRoundedForBothPartsBehindAndNotBefore() {
        Net net = new Net(SEED);
        String x = net.relu(net.conv(net.input("input", 1, 3, 8, 8), 3, 8, 3, 1));
        String a = net.relu(net.conv(x, 8, 8, 3, 1));
        String b = net.relu(net.conv(a, 8, 8, 3, 1));
        String answer = net.head(net.add(b, x), 8, 4);
        net.output(answer);
        Map<String, Tensor> sample = Net.samples(SEED, 1, 1, 3, 8, 8).getFirst();
        List<Part> parts = parts(net.model(), sample, x + "+" + a, b + "+" + x);
        FittedCodec codec = new FittedCodec(new Codec(Format.U8, Packing.NONE), List.of(new ValueRange(0, 1.5f)));
        Map<String, FittedCodec> codecs = Map.of(x, codec, a, codec, b, codec);

        Model joined = CodecRounding.joined(parts, codecs, folder);

        Tensor found = run(List.of(Part.whole(joined)), sample, Optimization.NONE, answer);
        assertThat(found).isEqualTo(byHand(parts, codecs, sample).get(answer));
        assertThat(found).isNotEqualTo(run(parts, sample, Optimization.NONE, answer));
    }

    private Map<String, Tensor> byHand(List<Part> parts, Map<String, FittedCodec> codecs, Map<String, Tensor> sample) {
        Map<String, Tensor> known = new HashMap<>(sample);
        for (Part part : parts) {
            try (PartChain one = PartChain.open(List.of(part), Optimization.NONE)) {
                one.run(known)
                        .forEach((name, tensor) -> known.put(
                                name, format.rounded(codecs.getOrDefault(name, FittedCodec.AS_IS), tensor.copy())));
            }
        }
        return known;
    }

    private static List<Part> parts(Model model, Map<String, Tensor> sample, String... named) {
        Shapes shapes = Shapes.learn(model, sample);
        List<Cut> cuts = new ArrayList<>();
        new NamedCuts(model, shapes).inOrder(List.of(named)).forEach(place -> cuts.add(place.cut()));
        return CutParts.of(model, shapes, cuts);
    }

    @Test
    void joined_oldArithmetic_isRefused() {
        List<Part> parts = List.of(turning("input", "crossing", 6), turning("crossing", "answer", 6));
        FittedCodec half = new FittedCodec(new Codec(Format.FP16, Packing.NONE), List.of());
        assertThatThrownBy(() -> CodecRounding.joined(parts, Map.of("crossing", half), folder))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("opset 6");
    }
}
